/**
 * Ranks versions of entries by BM25, indexed and waiting ones together.
 *
 * @module
 */
import type { NamespaceRow } from './rows.ts';
import type { Statements } from './statements.ts';
import type { WaitingText } from './waiting-words.ts';
import { indexedWords } from './waiting-words.ts';

/** A version of an entry that shares words with a query. */
export interface FoundVersion {
  readonly sequence: number;
  readonly score: number;
}

/** BM25 constants of FTS5 (sqlite.org/fts5.html, section 5.1.1). */
const SATURATION = 1.2;
const LENGTH_PENALTY = 0.75;

/**
 * Yields versions that hold any of the words, best first, in one BM25 ranking of indexed and waiting ones.
 * Document frequencies are those of the namespace, so that other namespaces never change a ranking. The
 * average length is that of the whole index. Replaced versions may be among the results.
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
  /** The word in the syntax of a query. Words hold letters, digits and marks only, so quoting is safe. */
  readonly quoted: string;
  /** Inverse document frequency in the namespace. */
  readonly weight: number;
  /** Inverse document frequency as FTS5 computes it; 0 if the index lacks the word. */
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

/** The formula of FTS5, with its floor. */
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

/** Totals of the index. */
interface Totals {
  readonly entries: number;
  readonly words: number;
}

/** Reads the first two varints of the totals record of FTS5. */
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
