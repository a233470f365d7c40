/**
 * The rows of numbers that the network reads: an entry, an entry beside a question, or a pair of statements.
 *
 * @module
 */
import { ENTRY_FEATURES, type SeenEntry } from './entry-features.ts';
import type { Notebook } from './note.ts';
import { PAIR_FEATURES, type Pair } from './pair-features.ts';
import { type Asked, MATCH_FEATURES } from './question-features.ts';
import { VALUE_FEATURES } from './value-features.ts';

/** Names of all features, in the order of a row. A row has zeros where its kind has no value. */
export const CONVERSATION_FEATURES: readonly string[] = [
  ...Object.keys(ENTRY_FEATURES),
  ...Object.keys(MATCH_FEATURES),
  ...Object.keys(PAIR_FEATURES),
  ...Object.keys(VALUE_FEATURES),
];

const ENTRY = Object.values(ENTRY_FEATURES);
const MATCH = Object.values(MATCH_FEATURES);
const PAIR = [...Object.values(PAIR_FEATURES), ...Object.values(VALUE_FEATURES)];

function createRow(seen: SeenEntry): Float64Array {
  const row = new Float64Array(CONVERSATION_FEATURES.length);
  ENTRY.forEach((compute, at) => {
    row[at] = compute(seen);
  });
  return row;
}

const entryRows = new WeakMap<Notebook, readonly Float64Array[]>();

/** Computes a row for each entry. Cached per notebook. */
export function computeEntryRows(book: Notebook): readonly Float64Array[] {
  let rows = entryRows.get(book);
  if (rows === undefined) {
    rows = book.notes.map((note, place) => createRow({ book, note, place }));
    entryRows.set(book, rows);
  }
  return rows;
}

/** Computes a row for each entry beside a question. */
export function computeQuestionRows(book: Notebook, asked: Asked): readonly Float64Array[] {
  const entries = computeEntryRows(book);
  return book.notes.map((note, place) => {
    const row = Float64Array.from(entries[place]!);
    const matched = { book, note, place, asked };
    MATCH.forEach((compute, at) => {
      row[ENTRY.length + at] = compute(matched);
    });
    return row;
  });
}

/** Computes the row of a new statement and an older entry. Its first part describes the older entry. */
export function computePairRow(pair: Pair): Float64Array {
  const { book, before, place } = pair;
  const row = createRow({ book, note: before, place });
  PAIR.forEach((compute, at) => {
    row[ENTRY.length + MATCH.length + at] = compute(pair);
  });
  return row;
}
