import type { EntryId } from '../../memory/entry.ts';
import type { JsonObject } from '../../memory/json.ts';
import type { Hit, StoreSearch, StoreSearchOptions } from '../../memory/retriever.ts';
import { checkSpace, checkVector } from '../../memory/vector-set.ts';
import { matchesFilter } from '../../search/meta-filter.ts';
import { dropStopWords } from '../../search/stop-words.ts';
import { tokenize } from '../../search/tokenize.ts';
import { spaceOf } from '../record-row.ts';
import { readText } from '../storable-text.ts';
import { findNamespace, indexedWords } from './append.ts';
import type { NamespaceRow } from './rows.ts';
import type { Statements } from './statements.ts';
import type { VectorIndexes } from './vector-indexes.ts';

/**
 * Words by FTS5 (BM25 with its usual constants; the average length is of the whole file), vectors by the
 * exact in-memory index.
 *
 * @param read runs a function on one unchanging state of the file.
 */
export function createSqliteSearch(
  statements: Statements,
  indexes: VectorIndexes,
  read: <Result>(run: () => Result) => Result,
): StoreSearch {
  return {
    async lexical(namespace, query, options) {
      options.signal?.throwIfAborted();
      return read(() => {
        const row = findNamespace(statements, namespace);
        return row === undefined ? [] : findWords(statements, row, query, options);
      });
    },
    async nearest(namespace, { embedder, vector }, options) {
      options.signal?.throwIfAborted();
      return read(() => {
        const row = findNamespace(statements, namespace);
        const space = spaceOf(row);
        if (row === undefined || space === undefined) return [];
        checkSpace(namespace, space, { embedder, dimensions: vector.length });
        checkVector(vector, vector.length);
        return indexes.at(row).search(vector, options.limit, acceptedIn(statements, row, options));
      });
    },
  };
}

function findWords(
  statements: Statements,
  row: NamespaceRow,
  query: string,
  { limit, filter, now }: StoreSearchOptions,
): readonly Hit[] {
  const words = [...new Set(dropStopWords(tokenize(query)))];
  if (words.length === 0 || limit < 1) return [];
  const hits: Hit[] = [];
  // Walking down the ranking until enough were accepted is filtering before ranking.
  for (const found of statements('search').iterate(weighTerms(statements, row, words))) {
    const { sequence, score } = found as { sequence: number; score: number };
    const candidate = statements('candidate').get(sequence) as Candidate | undefined;
    if (candidate === undefined || !accepts(candidate, filter, now)) continue;
    hits.push({ id: readText(candidate.id), score });
    if (hits.length >= limit) break;
  }
  return hits;
}

/**
 * The terms of a query with the factor of each, as JSON. FTS5 weighs a word by how rare it is in the file;
 * the factor makes that how rare it is in the namespace, so that others never move a ranking.
 */
function weighTerms(statements: Statements, row: NamespaceRow, words: readonly string[]): string {
  // Words hold letters, digits and marks only, so that quotes cannot end early.
  const terms = indexedWords(row.namespace_key, words).map((word) => `"${word}"`);
  const entries = countIndexed(statements);
  const rows = statements('holders').all(JSON.stringify(terms)) as unknown as Holders[];
  const factors = rows
    .filter((holders) => holders.entries > 0)
    .map((holders) => [
      holders.term,
      rarity(holders.entries, row.live) / fileRarity(holders.entries, entries),
    ]);
  return JSON.stringify(Object.fromEntries(factors));
}

interface Holders {
  readonly term: string;
  readonly entries: number;
}

function rarity(holders: number, entries: number): number {
  return Math.log(1 + (Math.max(0, entries - holders) + 0.5) / (holders + 0.5));
}

/** How many rows the index holds: the number that its totals begin with, in SQLite's variable length. */
function countIndexed(statements: Statements): number {
  const { block } = statements('totals').get() as { block: Uint8Array };
  let count = 0;
  for (const byte of block) {
    count = count * 128 + (byte & 127);
    if (byte < 128) break;
  }
  return count;
}

/** As FTS5 counts it, its floor included (sqlite.org/fts5.html, section 5.1.1). */
function fileRarity(holders: number, entries: number): number {
  const value = Math.log((entries - holders + 0.5) / (holders + 0.5));
  return value <= 0 ? 1e-6 : value;
}

interface Candidate {
  readonly id: string;
  readonly expires_at: number | null;
  readonly meta: string | null;
}

function accepts(candidate: Candidate, filter: StoreSearchOptions['filter'], now: number): boolean {
  if (candidate.expires_at !== null && candidate.expires_at <= now) return false;
  return filter === undefined || matchesFilter(metaOf(candidate), filter);
}

function metaOf({ meta }: { readonly meta: string | null }): JsonObject {
  return meta === null ? {} : (JSON.parse(meta) as JsonObject);
}

/** Which entries may be found; `undefined` when all may, as nearly always. */
function acceptedIn(
  statements: Statements,
  { namespace_key }: NamespaceRow,
  { filter, now }: StoreSearchOptions,
): ((id: EntryId) => boolean) | undefined {
  const rows = statements('expired').all(namespace_key, now) as unknown as { id: string }[];
  const expired = new Set(rows.map((row) => readText(row.id)));
  if (filter === undefined) return expired.size === 0 ? undefined : (id) => !expired.has(id);
  const accepted = new Set<EntryId>();
  for (const found of statements('facts').iterate(namespace_key)) {
    const candidate = found as unknown as Candidate;
    if (matchesFilter(metaOf(candidate), filter)) accepted.add(readText(candidate.id));
  }
  return (id) => accepted.has(id) && !expired.has(id);
}
