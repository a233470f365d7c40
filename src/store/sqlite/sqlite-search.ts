/**
 * Search by words (FTS5) and by vectors (exact).
 *
 * @module
 */
import type { EntryId } from '../../memory/entry.ts';
import type { Hit, StoreSearch, StoreSearchOptions } from '../../memory/retriever.ts';
import { checkSpace, checkVector } from '../../memory/vector-set.ts';
import { matchesFilter } from '../../search/meta-filter.ts';
import { dropStopWords } from '../../search/stop-words.ts';
import { tokenize } from '../../search/tokenize.ts';
import type { JsonObject } from '../../shared/json.ts';
import { toSpace } from '../record-row.ts';
import { readText } from '../storable-text.ts';
import { findNamespace } from './append.ts';
import { findWords } from './find-words.ts';
import type { NamespaceRow } from './rows.ts';
import type { Statements } from './statements.ts';
import type { VectorIndexes } from './vector-indexes.ts';
import { createWaitingWords, type WaitingWords } from './waiting-words.ts';

/**
 * Creates the search of the SQLite store: words by FTS5 and by a scan of the newest records, vectors by an
 * exact index in memory.
 *
 * @param read runs a function on one unchanging state of the file.
 */
export function createSqliteSearch(
  statements: Statements,
  indexes: VectorIndexes,
  read: <Result>(run: () => Result) => Result,
): StoreSearch {
  const waiting = createWaitingWords(statements);
  return {
    async lexical(namespace, query, options) {
      options.signal?.throwIfAborted();
      return read(() => {
        const row = findNamespace(statements, namespace);
        return row === undefined ? [] : findEntries(statements, row, waiting, query, options);
      });
    },
    async nearest(namespace, { embedder, vector }, options) {
      options.signal?.throwIfAborted();
      return read(() => {
        const row = findNamespace(statements, namespace);
        const space = toSpace(row);
        if (row === undefined || space === undefined) return [];
        checkSpace(namespace, space, { embedder, dimensions: vector.length });
        checkVector(vector, vector.length);
        return indexes.at(row).search(vector, options.limit, acceptedIn(statements, row, options));
      });
    },
  };
}

function findEntries(
  statements: Statements,
  row: NamespaceRow,
  waiting: WaitingWords,
  query: string,
  { limit, filter, now }: StoreSearchOptions,
): readonly Hit[] {
  const words = [...new Set(dropStopWords(tokenize(query, 'query')))];
  if (words.length === 0 || limit < 1) return [];
  const hits: Hit[] = [];
  // Reading the ranking until enough entries are accepted has the effect of filtering first.
  for (const { sequence, score } of findWords(statements, row, waiting(row), words)) {
    const candidate = statements('candidate').get(sequence) as Candidate | undefined;
    if (candidate === undefined || !accepts(candidate, filter, now)) continue;
    hits.push({ id: readText(candidate.id), score });
    if (hits.length >= limit) break;
  }
  return hits;
}

interface Candidate {
  readonly id: string;
  readonly expires_at: number | null;
  readonly meta: string | null;
}

function accepts(candidate: Candidate, filter: StoreSearchOptions['filter'], now: number): boolean {
  if (candidate.expires_at !== null && candidate.expires_at <= now) return false;
  return filter === undefined || matchesFilter(readMeta(candidate), filter);
}

function readMeta({ meta }: { readonly meta: string | null }): JsonObject {
  return meta === null ? {} : (JSON.parse(meta) as JsonObject);
}

/** Returns the filter of entries; `undefined` if all may be found, the usual case. */
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
    if (matchesFilter(readMeta(candidate), filter)) accepted.add(readText(candidate.id));
  }
  return (id) => accepted.has(id) && !expired.has(id);
}
