/**
 * The tables of `durableObjectStore`.
 *
 * @module
 */

import type { LogRecord } from '../../memory/log.ts';
import type { Commit } from '../../memory/store.ts';
import type { EntryVector, VectorSet, VectorSpace } from '../../memory/vector-set.ts';
import type { PendingRead } from '../../store/pending-reads.ts';

/** The used part of Cloudflare's `SqlStorage`. */
export interface SqlStorage {
  exec(
    query: string,
    ...bindings: (string | number | null | ArrayBuffer)[]
  ): { toArray(): Record<string, unknown>[] };
}

export interface LogTables {
  readNamespaces(): readonly string[];
  readRecords(namespace: string): readonly LogRecord[];
  addRecords(namespace: string, records: readonly LogRecord[]): void;
  /** Replaces all records, and forgets the vectors and the idempotency keys of purged entries. */
  replaceRecords(namespace: string, records: readonly LogRecord[], purged: ReadonlySet<string>): void;
  readKey(namespace: string, key: string): readonly Commit[] | undefined;
  addKey(namespace: string, key: string, commits: readonly Commit[]): void;
  readVectors(namespace: string): VectorSet | undefined;
  putVectors(namespace: string, space: VectorSpace, vectors: readonly EntryVector[]): void;
  /** Drops the vectors of some entries, or of all. */
  dropVectors(namespace: string, ids: readonly string[] | undefined): void;
  readCounts(namespace: string): Map<string, number>;
  addCounts(namespace: string, counts: ReadonlyMap<string, PendingRead> | undefined): void;
}

const SCHEMA = [
  'CREATE TABLE IF NOT EXISTS atommem_log (namespace TEXT, generation INTEGER, record TEXT, PRIMARY KEY (namespace, generation)) WITHOUT ROWID',
  'CREATE TABLE IF NOT EXISTS atommem_keys (namespace TEXT, key TEXT, commits TEXT, PRIMARY KEY (namespace, key)) WITHOUT ROWID',
  'CREATE TABLE IF NOT EXISTS atommem_vectors (namespace TEXT, id TEXT, version INTEGER, embedder TEXT, vector BLOB, PRIMARY KEY (namespace, id)) WITHOUT ROWID',
  'CREATE TABLE IF NOT EXISTS atommem_reads (namespace TEXT, id TEXT, count INTEGER, PRIMARY KEY (namespace, id)) WITHOUT ROWID',
];

/** Creates the tables if they are missing. Names are kept as JSON, because SQLite stores no lone surrogates. */
export function openLogTables(sql: SqlStorage): LogTables {
  for (const statement of SCHEMA) sql.exec(statement);

  function addRecords(namespace: string, records: readonly LogRecord[]): void {
    for (const record of records)
      sql.exec(
        'INSERT INTO atommem_log VALUES (?, ?, ?)',
        JSON.stringify(namespace),
        record.generation,
        JSON.stringify(record),
      );
  }

  function dropEach(namespace: string, ids: readonly string[]): void {
    for (const id of ids)
      sql.exec('DELETE FROM atommem_vectors WHERE namespace = ? AND id = ?', JSON.stringify(namespace), id);
  }

  return {
    readNamespaces: () =>
      sql
        .exec('SELECT DISTINCT namespace FROM atommem_log ORDER BY namespace')
        .toArray()
        .map(({ namespace }) => JSON.parse(String(namespace)) as string)
        .sort(),
    readRecords: (namespace) =>
      sql
        .exec(
          'SELECT record FROM atommem_log WHERE namespace = ? ORDER BY generation',
          JSON.stringify(namespace),
        )
        .toArray()
        .map(({ record }) => JSON.parse(String(record)) as LogRecord),
    addRecords,
    replaceRecords(namespace, records, purged) {
      sql.exec('DELETE FROM atommem_log WHERE namespace = ?', JSON.stringify(namespace));
      addRecords(namespace, records);
      sql.exec('DELETE FROM atommem_keys WHERE namespace = ?', JSON.stringify(namespace));
      dropEach(namespace, [...purged]);
    },
    readKey(namespace, key) {
      const [row] = sql
        .exec(
          'SELECT commits FROM atommem_keys WHERE namespace = ? AND key = ?',
          JSON.stringify(namespace),
          JSON.stringify(key),
        )
        .toArray();
      return row === undefined ? undefined : (JSON.parse(String(row.commits)) as Commit[]);
    },
    addKey: (namespace, key, commits) =>
      void sql.exec(
        'INSERT INTO atommem_keys VALUES (?, ?, ?)',
        JSON.stringify(namespace),
        JSON.stringify(key),
        JSON.stringify(commits),
      ),
    readVectors(namespace) {
      const rows = sql
        .exec(
          'SELECT id, embedder, vector FROM atommem_vectors WHERE namespace = ?',
          JSON.stringify(namespace),
        )
        .toArray();
      const vectors = new Map(
        rows.map(({ id, vector }) => [String(id), toFloats(vector as ArrayBuffer | Uint8Array)] as const),
      );
      const [first] = vectors.values();
      if (first === undefined) return undefined;
      return { embedder: String(rows[0]!.embedder), dimensions: first.length, vectors };
    },
    putVectors(namespace, { embedder }, vectors) {
      for (const { id, version, vector } of vectors)
        sql.exec(
          'INSERT OR REPLACE INTO atommem_vectors VALUES (?, ?, ?, ?, ?)',
          JSON.stringify(namespace),
          id,
          version,
          embedder,
          vector.slice().buffer as ArrayBuffer,
        );
    },
    dropVectors(namespace, ids) {
      if (ids === undefined)
        sql.exec('DELETE FROM atommem_vectors WHERE namespace = ?', JSON.stringify(namespace));
      else dropEach(namespace, ids);
    },
    readCounts: (namespace) =>
      new Map(
        sql
          .exec('SELECT id, count FROM atommem_reads WHERE namespace = ?', JSON.stringify(namespace))
          .toArray()
          .map(({ id, count }) => [String(id), Number(count)]),
      ),
    addCounts(namespace, counts) {
      for (const [id, { count }] of counts ?? [])
        sql.exec(
          'INSERT INTO atommem_reads VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET count = count + ?3',
          JSON.stringify(namespace),
          id,
          count,
        );
    },
  };
}

function toFloats(bytes: ArrayBuffer | Uint8Array): Float32Array {
  const copy = new Uint8Array(bytes).slice();
  return new Float32Array(copy.buffer);
}
