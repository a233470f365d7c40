/**
 * Plans the Reads of a step. The policy and the simulation in training follow the same plan.
 *
 * @module
 */
import { type Profile, readNames } from '../rules/profile.ts';
import { type Choose, createOption, type Option, readHighest } from './choice.ts';
import { computePasses, type Mind, readPasses } from './mind.ts';
import { type Held, isLimited, type Sight } from './scene.ts';

/** A Read to make: a search for the names in a text, or all entries whose worth is in a range. */
export type PlannedRead =
  | { readonly by: 'names'; readonly profile: Profile; readonly query: string }
  | { readonly by: 'worth'; readonly range: WorthRange };

/** Bounds of the worth of entries, both included. Absent: no bound. */
export interface WorthRange {
  readonly from?: number;
  readonly to?: number;
}

/** Most searches by names in one step. A chain of two names needs two. */
const MOST_SEARCHES = 3;

/**
 * Yields the Reads of a step. Pass the sight after each Read to `next`.
 *
 * First come searches for the names in texts that the network chooses. One more Read finds what a decision compares: under
 * a limit, the entries worth no more than the best new text; before an answer, those worth no less than the least in sight.
 */
export function* planReads(mind: Mind, start: Sight, choose: Choose): Generator<PlannedRead, void, Sight> {
  let sight = start;
  const queries: string[] = [];
  while (queries.length < MOST_SEARCHES) {
    const text = decideRead(mind, sight, { queries, choose });
    if (text === undefined) break;
    const { profile } = text;
    const query = writeNameQuery(profile);
    queries.push(query);
    sight = yield { by: 'names', profile, query };
  }
  // A search by words would miss entries that share none with the questions.
  if (sight.documents.length === 0 || isLimited(sight.room))
    yield { by: 'worth', range: rangeWorth(mind, sight) };
}

/**
 * Chooses the text whose names memory is searched for next, among the texts in sight that have names. Returns `undefined`
 * if the network prefers no search, or if every query was made before.
 */
function decideRead(
  mind: Mind,
  sight: Sight,
  { queries, choose }: { readonly queries: readonly string[]; readonly choose: Choose },
): Held | undefined {
  const passes = computePasses(mind, sight);
  const texts = [...sight.entries, ...sight.documents];
  const options = texts.flatMap((text, place): readonly Option[] => {
    if (['', ...queries].includes(writeNameQuery(text.profile))) return [];
    const rated = { text, passes: readPasses(passes, place) };
    return [createOption('read', rated, { head: 'read' })];
  });
  if (options.length === 0) return undefined;
  const none = { deed: 'skip', text: options[0]!.text, head: 'read', sign: 1 } as const;
  const chosen = choose({ kind: 'read', options: [none, ...options] });
  return chosen === 0 ? undefined : options[chosen - 1]!.text;
}

/** Most names in a query. More would find entries that share only a minor one. */
const MOST_NAMES = 6;

/** Returns the query that finds entries about what a text names: its title and the first names in it. */
function writeNameQuery(profile: Profile): string {
  const names = [profile.title, ...readNames(profile)].filter((name) => name.trim() !== '');
  return [...new Set(names)].slice(0, MOST_NAMES).join(' ');
}

/**
 * Returns the range of worth that a decision compares: up to that of the best new text, or, without new texts, from that of
 * the least entry in sight. Without entries in sight, everything matters.
 */
function rangeWorth(mind: Mind, sight: Sight): WorthRange {
  const { entries, documents } = sight;
  if (documents.length > 0) return { to: Math.max(...rateDocuments(mind, sight)) };
  return { from: entries.length === 0 ? LOWEST : Math.min(...entries.map(({ worth = 0 }) => worth)) };
}

/** Below every logit. Infinity has no JSON form, and Reads are recorded. */
const LOWEST = -1e9;

/** Returns how much each document is worth keeping, as the network sees it before the chunk. */
function rateDocuments(mind: Mind, sight: Sight): readonly number[] {
  const passes = computePasses(mind, sight);
  return sight.documents.map((_, index) =>
    readHighest({ passes: readPasses(passes, sight.entries.length + index) }, 'keep'),
  );
}
