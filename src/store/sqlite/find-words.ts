import type { NamespaceRow } from './rows.ts';
import type { Statements } from './statements.ts';
import type { WaitingText } from './waiting-words.ts';
import { indexedWords } from './waiting-words.ts';

/** A version of an entry that shares words with a query, by its place in the log. */
export interface FoundVersion {
  readonly sequence: number;
  readonly score: number;
}

/** The constants of BM25 as FTS5 has them (sqlite.org/fts5.html, section 5.1.1). */
const SATURATION = 1.2;
const LENGTH_PENALTY = 0.75;

/**
 * Versions that hold any of the words, best first: those in the index and those that wait for it, in one
 * ranking by BM25. How rare a word is, is counted in the namespace, so that others never move a ranking; the
 * average length is of the whole index. Replaced versions may be among them.
 */
export function* findWords(
  statements: Statements,
  row: NamespaceRow,
  waiting: readonly WaitingText[],
  words: readonly string[],
): Generator<FoundVersion, undefined> {
  const index = readTotals(statements);
  const terms = weighTerms(statements, row, waiting, words, index.entries);
  const found = rankWaiting(row, waiting, terms, index);
  let next = 0;
  for (const version of searchIndex(statements, row, terms)) {
    while (next < found.length && found[next]!.score > version.score) yield found[next++]!;
    yield version;
  }
  yield* found.slice(next);
}

interface Term {
  readonly word: string;
  /** As it stands in a query to the index. Words hold letters, digits and marks only: no quote ends it early. */
  readonly quoted: string;
  /** How rare it is in the namespace. */
  readonly weight: number;
  /** How rare FTS5 takes it to be; 0 when the index does not hold it. */
  readonly indexWeight: number;
}

function weighTerms(
  statements: Statements,
  row: NamespaceRow,
  waiting: readonly WaitingText[],
  words: readonly string[],
  entries: number,
): readonly Term[] {
  const quoted = indexedWords(row.namespace_key, words).map((word) => `"${word}"`);
  const rows = statements('holders').all(JSON.stringify(quoted)) as unknown as { entries: number }[];
  return words.map((word, place) => {
    const indexed = rows[place]!.entries;
    const holders = indexed + waiting.filter(({ counts }) => counts.has(word)).length;
    const weight = Math.log(1 + (Math.max(0, row.live - holders) + 0.5) / (holders + 0.5));
    return { word, quoted: quoted[place]!, weight, indexWeight: indexed && indexRarity(indexed, entries) };
  });
}

/** As FTS5 counts it, its floor included. */
function indexRarity(holders: number, entries: number): number {
  const value = Math.log((entries - holders + 0.5) / (holders + 0.5));
  return value <= 0 ? 1e-6 : value;
}

function searchIndex(
  statements: Statements,
  row: NamespaceRow,
  terms: readonly Term[],
): Iterable<FoundVersion> {
  const held = terms.filter(({ indexWeight }) => indexWeight > 0);
  const factors = held.map(({ quoted, weight, indexWeight }) => [quoted, weight / indexWeight]);
  return statements('search').iterate(
    JSON.stringify(Object.fromEntries(factors)),
    row.namespace_key,
    row.words_indexed,
  ) as Iterable<unknown> as Iterable<FoundVersion>;
}

function rankWaiting(
  row: NamespaceRow,
  waiting: readonly WaitingText[],
  terms: readonly Term[],
  index: Totals,
): readonly FoundVersion[] {
  const total = index.entries > 0 ? index : { entries: waiting.length, words: sumOfLengths(waiting) };
  const average = Math.max(1, total.words) / Math.max(1, total.entries);
  const found: FoundVersion[] = [];
  for (const { generation, counts, length } of waiting) {
    const penalty = SATURATION * (1 - LENGTH_PENALTY + (LENGTH_PENALTY * length) / average);
    let score = 0;
    for (const { word, weight } of terms) {
      const count = counts.get(word) ?? 0;
      score += (weight * count * (SATURATION + 1)) / (count + penalty);
    }
    if (score > 0) found.push({ sequence: row.namespace_key * 2 ** 32 + generation, score });
  }
  return found.sort((left, right) => right.score - left.score || left.sequence - right.sequence);
}

function sumOfLengths(waiting: readonly WaitingText[]): number {
  return waiting.reduce((sum, { length }) => sum + length, 0);
}

/** What the index holds in all. */
interface Totals {
  readonly entries: number;
  readonly words: number;
}

/** The numbers that the index's totals begin with, in SQLite's variable length. */
function readTotals(statements: Statements): Totals {
  const found = statements('totals').get() as { block: Uint8Array } | undefined;
  if (found === undefined) throw new SyntaxError('the totals of the word index are missing');
  const numbers = [0, 0];
  let place = 0;
  for (const byte of found.block) {
    if (place === numbers.length) break;
    numbers[place] = numbers[place]! * 128 + (byte & 127);
    if (byte < 128) place++;
  }
  return { entries: numbers[0]!, words: numbers[1]! };
}
