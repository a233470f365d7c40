/**
 * Searches of the learned conversation policy. Its training makes the same ones.
 *
 * @module
 */
import type { Entry } from '../../memory/entry.ts';
import { expandQuery } from '../conversation/expand-query.ts';
import type { Note } from './note.ts';

/** What can be searched: a memory, or the context of a policy. */
export interface Searchable {
  read(
    query: string,
    options?: { readonly limit?: number; readonly signal?: AbortSignal },
  ): Promise<readonly Entry[]>;
}

/** Results of a search that ranks entries for a question. */
const MOST_FOUND = 150;

/** Finds entries for a question, best first. */
export function findForQuestion(
  memory: Searchable,
  question: string,
  signal?: AbortSignal,
): Promise<readonly Entry[]> {
  return memory.read(expandQuery(question), { limit: MOST_FOUND, signal });
}

/** Older entries that a new statement is compared with, and characters of the statement to search with. */
const MOST_COMPARED = 12;
const LONGEST_QUERY = 1000;

/** Finds the entries that a new statement may supersede, best first: those not marked as past that pass the test. */
export async function findOlder(
  memory: Searchable,
  next: Note,
  test: (entry: Entry) => boolean,
): Promise<readonly Entry[]> {
  const query = expandQuery(next.said.slice(0, LONGEST_QUERY));
  const found = await memory.read(query, { limit: 2 * MOST_COMPARED });
  return found.filter((entry) => entry.meta.until === undefined && test(entry)).slice(0, MOST_COMPARED);
}
