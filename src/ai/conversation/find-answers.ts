/**
 * `findAnswers`: finds the values that answer a question, and those that a later answer replaces.
 *
 * @module
 */
import { findAskedTypes } from './asked-types.ts';
import { hasOtherOrdinal, isClose, isOther } from './compare-values.ts';
import { listConcepts } from './concepts.ts';
import { FEW } from './find-changed.ts';
import { isRepetition, isShort, type Replacement, readTime, type Stated } from './stated-texts.ts';

/** The values of a type if few statements hold any and the latest one marks a change. */
function listOnly<Value extends Stated>(typed: readonly Value[]): readonly Value[] {
  return [...Map.groupBy(typed, ({ value }) => value.type).values()].flatMap((group) => {
    const latest = group.reduce((last, each) => (readTime(each.entry) > readTime(last.entry) ? each : last));
    const alike = group.filter((each) => each === latest || isOther(latest.value, each.value));
    return latest.changed && isShort(latest) && new Set(alike.map(({ entry }) => entry)).size <= FEW
      ? alike
      : [];
  });
}

export interface Answers {
  readonly current: readonly Stated[];
  readonly replaced: readonly Replacement[];
}

/** The values of the asked types beside words of the question. A later one replaces those that fit no better. */
export function findAnswers(query: string, found: readonly Stated[]): Answers {
  const asked = findAskedTypes(query);
  const concepts = new Set(listConcepts(query));
  const typed = found
    .filter(
      ({ value }) =>
        asked.has(value.type) &&
        (value.type !== 'name' || !holds(query, value.text)) &&
        !hasOtherOrdinal(value.context, query),
    )
    .map((stated) => ({ ...stated, fit: stated.relevance() }));
  const best = Math.max(0, ...typed.map(({ fit }) => fit));
  // Even without a common word, the only values of the asked type may be about the question.
  const only = best < LEAST_RELEVANCE ? listOnly(typed) : undefined;
  const candidates = only ?? typed.filter(({ fit }) => fit >= best * NEAR_BEST);
  const replaced = (only ?? typed.filter(({ fit }) => fit >= best * FAIR)).flatMap((before) => {
    const next =
      candidates.find(
        (after) =>
          candidates.includes(before) &&
          replaces(after, before, concepts) &&
          !isRepetition(after, before, typed),
      ) ??
      (only
        ? undefined
        : typed.find((after) => changes(after, before, concepts) && !isRepetition(after, before, typed)));
    return next === undefined ? [] : [{ before, next }];
  });
  const old = new Set<Stated>(replaced.map(({ before }) => before));
  return { current: candidates.filter((each) => !old.has(each)), replaced };
}

/** A value of an asked type, with the share of the question beside it. */
type Candidate = Stated & { readonly fit: number };

/** Whether a later value answers the question as well. */
function replaces(next: Candidate, before: Candidate, asked: ReadonlySet<string>): boolean {
  return (
    readTime(next.entry) > readTime(before.entry) &&
    next.fit >= before.fit &&
    (next.changed || isShort(next)) &&
    isOther(next.value, before.value, asked)
  );
}

/** Whether a later value announces a change of the topic of an earlier one. */
function changes(next: Candidate, before: Candidate, asked: ReadonlySet<string>): boolean {
  return (
    readTime(next.entry) > readTime(before.entry) &&
    (next.changed ? next.fit >= before.fit * NEARLY : next.fit > before.fit && isShort(next)) &&
    isOther(next.value, before.value, asked) &&
    isClose(next.value, before.value) &&
    next.overlap(before) >= ALIKE
  );
}

function holds(query: string, name: string): boolean {
  return query.toLowerCase().includes(name.toLowerCase());
}

/** Least share of the question beside a value, and least share of the best that candidates need. */
const LEAST_RELEVANCE = 0.3;
const NEAR_BEST = 0.85;

/** Least share of the best for values that a later one changes explicitly. */
const FAIR = 0.45;

/** How well the later one fits at least, as a share of the earlier, and least overlap of the words beside both. */
const NEARLY = 0.8;
const ALIKE = 0.25;
