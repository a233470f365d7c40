/**
 * Search by words (BM25) and by vectors (exact or HNSW).
 *
 * @module
 */
import type { Hit, MetaFilter, StoreSearch, StoreSearchOptions } from '../../memory/retriever.ts';
import { checkSpace, checkVector } from '../../memory/vector-set.ts';
import { matchesFilter } from '../../search/meta-filter.ts';
import { dropStopWords } from '../../search/stop-words.ts';
import type { JsonObject } from '../../shared/json.ts';
import { toSpace } from '../record-row.ts';
import { readText } from '../storable-text.ts';
import type { Connection, Query } from './connection.ts';
import { CURRENT, findNamespace, type NamespaceRow } from './namespace-row.ts';
import { listWords } from './postings.ts';
import { vectorText } from './vector-text.ts';

/** BM25's usual constants. */
const SATURATION = 1.2;
const LENGTH_PENALTY = 0.75;

/** pgvector indexes vectors up to this length. */
const LONGEST_INDEXED = 2000;

export interface PostgresSearch extends StoreSearch {
  /** Builds the HNSW index of a namespace. Returns `false` if the namespace is too small for one. */
  buildIndex(namespace: string): Promise<boolean>;
}

/**
 * Searches words by BM25 over the namespace. Searches vectors exactly, or by an HNSW index of the namespace
 * if it holds `hnswFrom` entries or more. The first search of such a namespace builds the index, which takes
 * minutes at a million entries. `buildIndex` builds it ahead of time.
 */
export function createPostgresSearch(connection: Connection, hnswFrom: number): PostgresSearch {
  async function ensureIndex(row: NamespaceRow): Promise<boolean> {
    const { namespace_key, dimensions, live } = row;
    if (dimensions === null || dimensions > LONGEST_INDEXED || live < hnswFrom) return false;
    // Checked every time, because moving the namespace to another embedder drops the index.
    if (!(await isIndexed(connection.query, namespace_key)))
      await connection.alone((query) => buildIndex(query, namespace_key, dimensions));
    return true;
  }

  return {
    async lexical(namespace, query, options) {
      options.signal?.throwIfAborted();
      const words = [...new Set(dropStopWords(listWords(query, 'query')))];
      if (words.length === 0 || options.limit < 1) return [];
      const row = await findNamespace(connection.query, namespace);
      return row === undefined ? [] : findWords(connection.query, row, words, options);
    },
    async nearest(namespace, { embedder, vector }, options) {
      options.signal?.throwIfAborted();
      const row = await findNamespace(connection.query, namespace);
      const space = toSpace(row);
      if (row === undefined || space === undefined || options.limit < 1) return [];
      checkSpace(namespace, space, { embedder, dimensions: vector.length });
      checkVector(vector, vector.length);
      if (options.filter === undefined && (await ensureIndex(row))) {
        return connection.transaction((query) => findByIndex(query, row, vector, options));
      }
      return findExactly(connection.query, row, vector, options);
    },
    async buildIndex(namespace) {
      const row = await findNamespace(connection.query, namespace);
      return row !== undefined && ensureIndex(row);
    },
  };
}

async function findWords(
  query: Query,
  row: NamespaceRow,
  words: readonly string[],
  { limit, filter, now }: StoreSearchOptions,
): Promise<readonly Hit[]> {
  const found = await query<HitRow>(
    `with found as (
       select entry_key, count, count(*) over (partition by word) as entries
       from $schema.posting where namespace_key = $1 and word = any($2))
     select e.id, ${filter ? 'o.meta' : 'null as meta'}, sum(
       ln(1 + ($4 - found.entries + 0.5) / (found.entries + 0.5))
       * found.count * ${SATURATION + 1}
       / (found.count + ${SATURATION} * (1 - ${LENGTH_PENALTY} + ${LENGTH_PENALTY} * e.words / $5::float8))
     )::float8 as score
     from found join $schema.entry e on e.entry_key = found.entry_key
     ${filter ? OPERATION_OF_ENTRY : ''}
     where e.expires_at is null or e.expires_at > $3
     group by e.entry_key, e.id${filter ? ', o.meta' : ''}
     order by score desc, min(e.born) ${filter ? '' : 'limit $6'}`,
    [
      row.namespace_key,
      words,
      now,
      row.live,
      Math.max(1, row.words / Math.max(1, row.live)),
      ...(filter ? [] : [limit]),
    ],
  );
  return toHits(found, filter, limit);
}

const OPERATION_OF_ENTRY = `join $schema.operation o
  on o.namespace_key = e.namespace_key and o.generation = e.generation`;

async function findExactly(
  query: Query,
  row: NamespaceRow,
  vector: Float32Array,
  { limit, filter, now }: StoreSearchOptions,
): Promise<readonly Hit[]> {
  const values = [row.namespace_key, vectorText(vector), now];
  // pgvector returns NaN for a vector of zeros, which counts as unrelated to everything.
  const similarity = "1 - coalesce(nullif(e.vector <=> $2::vector, 'NaN'), 1)";
  const found = await query<HitRow>(
    `select e.id, ${filter ? 'o.meta' : 'null as meta'}, ${similarity} as score
     ${filter ? CURRENT : 'from $schema.entry e'}
     where e.namespace_key = $1 and e.vector is not null and (e.expires_at is null or e.expires_at > $3)
     order by score desc, e.born ${filter ? '' : 'limit $4'}`,
    filter ? values : [...values, limit],
  );
  return toHits(found, filter, limit);
}

async function findByIndex(
  query: Query,
  row: NamespaceRow,
  vector: Float32Array,
  { limit, now }: StoreSearchOptions,
): Promise<readonly Hit[]> {
  const { namespace_key, dimensions } = row;
  await query(`set local hnsw.ef_search = ${Math.min(1000, Math.max(100, limit * 2))};
    set local hnsw.iterative_scan = strict_order`);
  const distance = `e.vector::vector(${dimensions}) <=> $1::vector(${dimensions})`;
  // The planner uses the index of the namespace only if the key is a literal.
  const found = await query<HitRow>(
    `select e.id, null as meta, 1 - (${distance}) as score from $schema.entry e
     where e.namespace_key = ${namespace_key} and e.vector is not null
       and (e.expires_at is null or e.expires_at > $2)
     order by ${distance} limit $3`,
    [vectorText(vector), now, limit],
  );
  return toHits(found, undefined, limit);
}

/** The name of a namespace's HNSW index. */
export function indexName(namespaceKey: number): string {
  return `entry_nearest_${namespaceKey}`;
}

async function isIndexed(query: Query, namespaceKey: number): Promise<boolean> {
  const [state] = await query<{ valid: boolean }>(
    `select indisvalid as valid from pg_index
     where indexrelid = to_regclass('$schema.${indexName(namespaceKey)}')`,
  );
  return state?.valid ?? false;
}

async function buildIndex(query: Query, namespaceKey: number, dimensions: number): Promise<void> {
  const name = indexName(namespaceKey);
  // One process at a time. An interrupted build leaves an invalid index.
  await query('select pg_advisory_lock($1, $2)', [0x41744d6d, namespaceKey]);
  try {
    if (await isIndexed(query, namespaceKey)) return;
    await query(`drop index if exists $schema.${name}`);
    await query(`create index concurrently ${name} on $schema.entry
      using hnsw ((vector::vector(${dimensions})) vector_cosine_ops)
      where namespace_key = ${namespaceKey} and vector is not null`);
    // Without new statistics, the planner would read every row instead of the index.
    await query('analyze $schema.entry (namespace_key, expires_at)');
  } finally {
    await query('select pg_advisory_unlock($1, $2)', [0x41744d6d, namespaceKey]);
  }
}

interface HitRow {
  readonly id: string;
  readonly meta: string | null;
  readonly score: number;
}

function toHits(rows: readonly HitRow[], filter: MetaFilter | undefined, limit: number): readonly Hit[] {
  const accepted =
    filter === undefined
      ? rows
      : rows.filter(({ meta }) =>
          matchesFilter(meta === null ? {} : (JSON.parse(meta) as JsonObject), filter),
        );
  return accepted.slice(0, limit).map(({ id, score }) => ({ id: readText(id), score }));
}
