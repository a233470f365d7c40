/**
 * `recallEntries`: what `withMemory` looks up before a turn.
 *
 * @module
 */
import type { Entry, EntryId } from '../memory/entry.ts';
import type { Memory } from '../memory/memory.ts';
import { findAskedAttributes } from './conversation/asked-attributes.ts';
import { expandQuery } from './conversation/expand-query.ts';
import { isCoreFact, readFact } from './conversation/fact.ts';

export interface RecallRequest {
  readonly memory: Memory;
  /** What the user just said, cut to 2,000 characters. */
  readonly query: string;
  /** Every live entry, oldest first, from a copy that follows the log. */
  readonly entries: () => Promise<readonly Entry[]>;
  readonly signal?: AbortSignal;
}

/** Finds entries for a turn, best first. */
export type Recall = (request: RecallRequest) => Promise<readonly Entry[]>;

/** Entries of the search and of the profile. */
const MOST_HITS = 24;
const MOST_CORE = 24;

/**
 * Returns the facts that the message asks about, then what the memory's search finds, then core facts about
 * the user (name, home, work, health), the latest first.
 */
export const recallEntries: Recall = async ({ memory, query, entries, signal }) => {
  const hits = query.trim() === '' ? [] : await memory.read(expandQuery(query), { limit: MOST_HITS, signal });
  const all = await entries();
  const asked = new Set(findAskedAttributes(query));
  const named: Entry[] = [];
  const core: Entry[] = [];
  for (const entry of all) {
    const fact = readFact(entry);
    if (fact === undefined) continue;
    if (asked.has(fact.attribute)) named.push(entry);
    else if (isCoreFact(fact)) core.push(entry);
  }
  const newest = core.sort((one, other) => other.updatedAt - one.updatedAt).slice(0, MOST_CORE);
  const found = new Map<EntryId, Entry>();
  for (const entry of [...named.slice(-MOST_HITS), ...hits, ...newest])
    if (!found.has(entry.id)) found.set(entry.id, entry);
  return [...found.values()];
};
