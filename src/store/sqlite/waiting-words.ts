import { tokenize } from '../../search/tokenize.ts';
import { readText } from '../storable-text.ts';
import type { NamespaceRow } from './rows.ts';
import type { Statements } from './statements.ts';

/*
 * A word index has to touch a page for nearly every word of a text, and a single text would pay for all of
 * them. So the words of a namespace's newest records wait in the log, where the texts are anyway, and enter
 * the index together. A search reads both; a crash, or another process, finds the state of both in the file.
 */

/** So many records wait before their words enter the index; a search looks through all of them. */
const MOST_WAITING = 64;

/** Characters of a text that is too long to be looked through by every search: nothing waits beside it. */
const LONGEST_WAITING = 4000;

/** Records whose texts are in memory together while they enter the index. */
const MOST_AT_ONCE = 1000;

/** Namespaces whose waiting texts are held in memory, split into words. */
const MOST_HELD = 16;

/** Words as they stand in the index. The dot is no part of any word, and a letter to the index. */
export function indexedWords(namespaceKey: number, words: readonly string[]): readonly string[] {
  return words.map((word) => `${namespaceKey}\u00b7${word}`);
}

/**
 * Brings the word index up to a generation, when enough waits for it; runs inside the transaction that
 * appended the records.
 *
 * @param longest characters of the longest text among the records
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
    // What was replaced while it waited never enters.
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

/** A text whose words are not in the index yet. */
export interface WaitingText {
  readonly generation: number;
  /** How often each word stands in it. */
  readonly counts: ReadonlyMap<string, number>;
  /** All words of it, repeated ones included. */
  readonly length: number;
}

/** Gives the texts that wait in a namespace; must run inside the transaction that read the row. */
export type WaitingWords = (row: NamespaceRow) => readonly WaitingText[];

interface Held {
  readonly generation: number;
  readonly texts: Map<number, WaitingText>;
}

/** Splits every waiting text once: what is held is brought up to date with the log at every call. */
export function createWaitingWords(statements: Statements): WaitingWords {
  /** By namespace key, the one searched longest ago first. */
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
