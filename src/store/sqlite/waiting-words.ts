/**
 * Batches full-text indexing: the words of new records wait in the log and enter the index together.
 *
 * @module
 */
import { tokenize } from '../../search/tokenize.ts';
import { readText } from '../storable-text.ts';
import type { NamespaceRow } from './rows.ts';
import type { Statements } from './statements.ts';

/*
 * Indexing a single text touches a page for nearly every word. Indexing many texts at once shares the pages.
 * A search reads the index and the waiting records. `words_dropped` in the file says where the index ends.
 */

/** Number of records that wait before they are indexed. A search scans all of them. */
const MOST_WAITING = 64;

/** Characters of the longest text that waits. A longer one is indexed at once, with all others. */
const LONGEST_WAITING = 4000;

/** Number of records that are in memory at once while they are indexed. */
const MOST_AT_ONCE = 1000;

/** Number of namespaces whose waiting texts are cached. */
const MOST_HELD = 16;

/** Prefixes words with their namespace. Words never contain the dot, and the index treats it as a letter. */
export function indexedWords(namespaceKey: number, words: readonly string[]): readonly string[] {
  return words.map((word) => `${namespaceKey}\u00b7${word}`);
}

/**
 * Indexes the waiting records up to a generation, if there are enough. Runs inside the transaction that
 * appended the records.
 *
 * @param longest characters of the longest new text
 */
export function indexWaitingWords(
  statements: Statements,
  row: NamespaceRow,
  generation: number,
  longest: number,
): void {
  if (generation - row.words_indexed < MOST_WAITING && longest <= LONGEST_WAITING) return;
  for (let after = row.words_indexed; after < generation; after += MOST_AT_ONCE) {
    indexRecords(statements, row, after, Math.min(generation, after + MOST_AT_ONCE));
  }
  statements('setIndexed').run(generation, row.namespace_key);
}

function indexRecords(statements: Statements, row: NamespaceRow, after: number, upTo: number): void {
  const texts = new Map<number, string>();
  for (const { generation, previous, text } of waitingRecords(statements, row, after, upTo)) {
    // A version that was replaced while it waited is never indexed.
    if (previous !== null && !texts.delete(previous))
      statements('dropWords').run(row.namespace_key, previous);
    if (text !== null) texts.set(generation, readText(text));
  }
  for (const [generation, text] of texts) {
    const words = indexedWords(row.namespace_key, tokenize(text, 'entry'));
    statements('addWords').run(row.namespace_key, generation, words.join(' '));
  }
}

/** Indexes every record of every namespace, after a change of how texts are split. */
export function indexAllWords(statements: Statements): void {
  for (const { name } of statements('names').all() as unknown as { name: string }[]) {
    const row = statements('namespace').get(name) as unknown as NamespaceRow;
    indexWaitingWords(statements, row, row.generation, Number.POSITIVE_INFINITY);
  }
}

/** A text that is not indexed yet. */
export interface WaitingText {
  readonly generation: number;
  /** Occurrences of each word. */
  readonly counts: ReadonlyMap<string, number>;
  /** Number of words, with repetitions. */
  readonly length: number;
}

/** Returns the texts that wait in a namespace. Must run inside the transaction that read the row. */
export type WaitingWords = (row: NamespaceRow) => readonly WaitingText[];

interface Held {
  readonly generation: number;
  readonly texts: Map<number, WaitingText>;
}

/** Caches waiting texts, so that each is split once. Every call brings the cache up to date with the log. */
export function createWaitingWords(statements: Statements): WaitingWords {
  /** By namespace key, least recently searched first. */
  const held = new Map<number, Held>();

  return (row) => {
    const { generation = 0, texts = new Map<number, WaitingText>() } = held.get(row.namespace_key) ?? {};
    for (const place of texts.keys()) if (place <= row.words_indexed) texts.delete(place);
    const after = Math.max(generation, row.words_indexed);
    for (const record of waitingRecords(statements, row, after, row.generation)) {
      if (record.previous !== null) texts.delete(record.previous);
      if (record.text !== null)
        texts.set(record.generation, countWords(record.generation, readText(record.text)));
    }
    held.delete(row.namespace_key);
    held.set(row.namespace_key, { generation: row.generation, texts });
    if (held.size > MOST_HELD) held.delete(held.keys().next().value!);
    return [...texts.values()];
  };
}

interface WaitingRecord {
  readonly generation: number;
  readonly previous: number | null;
  readonly text: string | null;
}

function waitingRecords(
  statements: Statements,
  row: NamespaceRow,
  after: number,
  upTo: number,
): readonly WaitingRecord[] {
  if (after >= upTo) return [];
  return statements('texts').all(row.namespace_key, after, upTo) as unknown as WaitingRecord[];
}

function countWords(generation: number, text: string): WaitingText {
  const words = tokenize(text, 'entry');
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { generation, counts, length: words.length };
}
