/**
 * Finds what new statements may supersede. The policy and its training look at the same pairs.
 *
 * @module
 */
import type { Entry } from '../../memory/entry.ts';
import type { Operation } from '../../memory/operation.ts';
import { readTarget, toEntry } from '../../policy/make-room.ts';
import { type Note, type Notebook, readNote, readNotebook } from './note.ts';
import { computePairRow } from './rows.ts';
import { findOlder, type Searchable } from './searches.ts';
import { findRivals } from './value-kinds.ts';

/** A new statement, an older entry that it may supersede, and what the network reads about them. */
export interface ComparedPair {
  readonly next: Note;
  readonly before: Note;
  readonly row: Float64Array;
}

/**
 * Compares what operations create with the entries that memory holds before them. Leaves out entries that the operations
 * change and entries that are marked as past.
 *
 * @param entries all entries before the operations, oldest first
 */
export async function listPairs(
  memory: Searchable,
  operations: readonly Operation[],
  entries: readonly Entry[],
): Promise<readonly ComparedPair[]> {
  const book = readNotebook(entries);
  const places = new Map(entries.map(({ id }, place) => [id, place]));
  const changed = new Set(operations.map(readTarget));
  const pairs: ComparedPair[] = [];
  for (const operation of operations) {
    if (operation.op !== 'create') continue;
    const next = readNote(toEntry(operation));
    const test = ({ id }: Entry): boolean => places.has(id) && !changed.has(id);
    const older = [...(await findOlder(memory, next, test)), ...listRivals(book, next, test)];
    for (const [rank, id] of [...new Set(older.map((entry) => entry.id))].entries()) {
      const place = places.get(id)!;
      const before = book.notes[place]!;
      pairs.push({ next, before, row: computePairRow({ book, next, before, place, rank }) });
    }
  }
  return pairs;
}

/** Most entries that are compared for a value of the same kind. A search may miss them. */
const MOST_RIVALS = 6;

/** Lists the entries with a different value of a kind in the new statement. Those that share most with it come first. */
function listRivals(book: Notebook, next: Note, test: (entry: Entry) => boolean): readonly Entry[] {
  return [...findRivals(book, next).typed]
    .filter(([{ entry }]) => test(entry))
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_RIVALS)
    .map(([{ entry }]) => entry);
}
