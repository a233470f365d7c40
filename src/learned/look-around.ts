/**
 * Sees a part of memory: the view, entries that a chosen text names, and the weakest entries.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { PolicyContext } from '../policy/policy.ts';
import {
  chooseLikeliest,
  decideRead,
  isLimited,
  type Mind,
  MOST_READS,
  rateDocuments,
  writeNameQuery,
} from './decide.ts';
import type { Sight } from './scene.ts';

/** Entries in sight. */
export interface Seen {
  readonly entries: readonly Entry[];
  readonly sight: Sight;
}

/** What is read with. */
export interface Looking {
  readonly context: Pick<PolicyContext, 'view' | 'read' | 'readAll'>;
  readonly mind: Mind;
  /** The sight with other entries. */
  readonly see: (entries: readonly Entry[]) => Promise<Sight>;
}

/**
 * Returns the entries that the controller decides on: those in view, and those that Reads find by the names in texts that
 * the network chooses. One more Read finds what a decision compares: under a limit, the entries worth no more than the
 * best new text; before an answer, those worth no less than the least in sight, or all if none is. All Reads are recorded.
 */
export async function lookAround({ context, mind, see }: Looking): Promise<Seen> {
  const found = new Map<string, Entry>();
  let sight = await see([]);
  const add = async (entries: readonly Entry[]): Promise<void> => {
    const fresh = entries.filter(({ id }) => !found.has(id));
    for (const entry of fresh) found.set(entry.id, entry);
    if (fresh.length > 0) sight = await see([...found.values()]);
  };
  await add(context.view.entries);
  const read: string[] = [];
  while (read.length < MOST_READS) {
    const chosen = decideRead(mind, sight, { read, choose: chooseLikeliest });
    if (chosen === undefined) break;
    read.push(writeNameQuery(chosen.profile));
    await add(await context.read(read.at(-1)!));
  }
  if (sight.documents.length === 0 || isLimited(sight.room))
    // Search by words would miss entries that share none with the questions.
    await add(await context.readAll({ filter: { worth: rangeWorth(mind, sight) } }));
  return { entries: [...found.values()], sight };
}

/** What entries must be worth to matter for a decision. */
export interface WorthRange {
  readonly [bound: string]: number;
}

/**
 * Returns the range of worth that a decision compares: up to that of the best new text, or, without new texts, from that of
 * the least entry in sight. Without entries in sight, everything matters.
 */
export function rangeWorth(mind: Mind, sight: Sight): WorthRange {
  const { entries, documents } = sight;
  if (documents.length > 0) return { to: Math.max(...rateDocuments(mind, sight)) };
  return { from: entries.length === 0 ? LOWEST : Math.min(...entries.map(({ worth = 0 }) => worth)) };
}

/** Below every logit. Infinity has no JSON form, and Reads are recorded. */
const LOWEST = -1e9;
