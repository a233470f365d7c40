/**
 * The store in PostgreSQL.
 *
 * @module
 */
import { toEntry } from '../../memory/log.ts';
import { mergeShowings, type Showing } from '../../memory/showing.ts';
import type { Store } from '../../memory/store.ts';
import { createPendingReads, type PendingReads } from '../pending-reads.ts';
import { planRestore } from '../plan-restore.ts';
import { type OperationRow, toRecord } from '../record-row.ts';
import { readText, storableText } from '../storable-text.ts';
import { erasedButKept, notEmpty } from '../store-errors.ts';
import { appendRecords, commitWrites, enterSpace } from './append.ts';
import { connect, type Query } from './connection.ts';
import { migrate } from './migrate.ts';
import { CURRENT, findNamespace, lockNamespace, OPERATION_COLUMNS } from './namespace-row.ts';
import { createPostgresSearch, type PostgresSearch } from './postgres-search.ts';
import { createPostgresVectors } from './postgres-vectors.ts';
import { eraseEntries, finishErasure, overwriteErased } from './purge.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database`. Missing parts come from the PG* environment variables. */
  readonly url: string;
  /** The schema that holds the tables; created if missing. Default: `atommem`. */
  readonly schema?: string;
  /** Largest number of connections. Default: 10. */
  readonly connections?: number;
  /** Milliseconds to wait for another writer of the namespace, and for a connection. Default: 5000. */
  readonly busyWait?: number;
  /** Number of entries from which a namespace is searched by an HNSW index. Default: 20 000. */
  readonly hnswFrom?: number;
}

export interface PostgresStore extends Store {
  readonly search: PostgresSearch;
}

/** Milliseconds after which showings are written if no commit comes first. */
const SHOWING_DELAY = 1000;

/**
 * Opens a store in PostgreSQL with pgvector, for more than one machine. Needs the package `pg`. If the
 * connection is lost during a commit, `details.applied` of the error says whether it was applied.
 *
 * @throws AtomMemError `missing-library`, `unreachable`, `connection-lost`, `foreign`, `newer-schema`
 * @example
 * const store = await createPostgresStore({ url: 'postgres://localhost/agents' });
 */
export async function createPostgresStore(options: PostgresOptions): Promise<PostgresStore> {
  const { url, schema = 'atommem', connections = 10, busyWait = 5000, hnswFrom = 20_000 } = options;
  const connection = await connect({ url, schema, connections, busyWait });
  try {
    await migrate(connection, schema);
    await finishErasure(connection);
  } catch (error) {
    await connection.close();
    throw error;
  }
  const { query, transaction } = connection;
  const pending = createPendingReads();
  let writingSoon: ReturnType<typeof setTimeout> | undefined;

  /** Never throws: statistics must not make an operation fail. */
  async function writeWaiting(): Promise<void> {
    clearTimeout(writingSoon);
    writingSoon = undefined;
    try {
      for (const namespace of pending.waiting())
        await transaction(async (run) => {
          await lockNamespace(run, namespace);
          await writeReads(run, namespace, pending);
        });
    } catch {
      // The server is down or busy. These showings are lost.
    }
  }

  return {
    name: 'postgres',
    async commit(namespace, writes, commitOptions) {
      if (writes.length === 0 && commitOptions.key === undefined) return [];
      return transaction(async (run) => {
        const commits = await commitWrites(run, namespace, writes, commitOptions);
        await writeReads(run, namespace, pending);
        return commits;
      });
    },
    async generation(namespace) {
      return (await findNamespace(query, namespace))?.generation ?? 0;
    },
    async get(namespace, id) {
      const [row] = await query<OperationRow>(
        `select ${OPERATION_COLUMNS} ${CURRENT} join $schema.namespace n on n.namespace_key = e.namespace_key
         where n.name = $1 and e.id = $2`,
        [storableText(namespace), storableText(id)],
      );
      return row && toEntry(toRecord(row));
    },
    async list(namespace) {
      const rows = await query<OperationRow>(
        `select ${OPERATION_COLUMNS} ${CURRENT} join $schema.namespace n on n.namespace_key = e.namespace_key
         where n.name = $1 and e.born is not null and e.id <> 'scratchpad' order by e.born`,
        [storableText(namespace)],
      );
      return rows.map((row) => toEntry(toRecord(row))).filter((entry) => entry !== undefined);
    },
    async log(namespace, { after = 0, upTo, id } = {}) {
      const rows = await query<OperationRow>(
        `select ${OPERATION_COLUMNS} from $schema.operation o join $schema.namespace n using (namespace_key)
         where n.name = $1 and o.generation > $2 and o.generation <= $3 ${id === undefined ? '' : 'and o.id = $4'}
         order by o.generation`,
        [
          storableText(namespace),
          after,
          upTo ?? Number.MAX_SAFE_INTEGER,
          ...(id === undefined ? [] : [storableText(id)]),
        ],
      );
      return rows.map(toRecord);
    },
    async namespaces() {
      const rows = await query<{ name: string }>('select name from $schema.namespace where generation > 0');
      return rows.map(({ name }) => readText(name)).sort();
    },
    async purge(namespace, ids, purgeOptions) {
      const report = await transaction((run) => eraseEntries(run, namespace, ids, purgeOptions));
      await overwriteErased(connection, busyWait).catch((error: unknown) => {
        throw erasedButKept(error);
      });
      return report;
    },
    async restore(namespace, records, set) {
      const planned = planRestore(records, set);
      await transaction(async (run) => {
        const row = await lockNamespace(run, namespace);
        if (row.generation > 0) throw notEmpty(namespace);
        if (set !== undefined) await enterSpace(run, namespace, row, set);
        await appendRecords(run, row, planned, new Map());
      });
    },
    vectors: createPostgresVectors(connection),
    search: createPostgresSearch(connection, hnswFrom),
    noteReads: pending.add,
    async reads(namespace) {
      const rows = await query<{ id: string; count: number }>(
        `select e.id, r.count from $schema.entry_read r join $schema.entry e using (entry_key)
         join $schema.namespace n on n.namespace_key = e.namespace_key where n.name = $1 and r.count > 0`,
        [storableText(namespace)],
      );
      return pending.over(namespace, new Map(rows.map(({ id, count }) => [readText(id), count])));
    },
    noteShown(namespace, ids, showing) {
      pending.addShowing(namespace, ids, showing);
      writingSoon ??= setTimeout(() => void writeWaiting(), SHOWING_DELAY);
      writingSoon.unref();
    },
    async showings(namespace, id) {
      const stored = await readShowings(query, namespace, [id]);
      return pending.showingsOver(namespace, id, stored.get(id) ?? []);
    },
    async close() {
      await writeWaiting();
      await connection.close();
    },
  };
}

/** Opens a store in PostgreSQL, as `createPostgresStore` does. */
export async function postgres(options: PostgresOptions): Promise<PostgresStore> {
  return createPostgresStore(options);
}

async function writeReads(query: Query, namespace: string, pending: PendingReads): Promise<void> {
  const waiting = pending.take(namespace);
  if (waiting === undefined) return;
  const shown = [...waiting].filter(([, { showings }]) => showings.length > 0).map(([id]) => id);
  const stored = shown.length === 0 ? new Map() : await readShowings(query, namespace, shown);
  const rows = [...waiting].map(([id, { count, showings }]) => ({
    id: storableText(id),
    count,
    shown: showings.length === 0 ? null : JSON.stringify(mergeShowings(showings, stored.get(id) ?? [])),
  }));
  await query(
    `insert into $schema.entry_read as r (entry_key, count, shown)
     select e.entry_key, given.count, given.shown
     from unnest($2::text[], $3::bigint[], $4::text[]) as given (id, count, shown)
     join $schema.namespace n on n.name = $1
     join $schema.entry e on e.namespace_key = n.namespace_key and e.id = given.id
     on conflict (entry_key) do update
     set count = r.count + excluded.count, shown = coalesce(excluded.shown, r.shown)`,
    [
      storableText(namespace),
      rows.map(({ id }) => id),
      rows.map(({ count }) => count),
      rows.map(({ shown }) => shown),
    ],
  );
}

async function readShowings(
  query: Query,
  namespace: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Showing[]>> {
  const rows = await query<{ id: string; shown: string }>(
    `select e.id, r.shown from $schema.entry_read r join $schema.entry e using (entry_key)
     join $schema.namespace n on n.namespace_key = e.namespace_key
     where n.name = $1 and e.id = any($2) and r.shown is not null`,
    [storableText(namespace), ids.map(storableText)],
  );
  return new Map(rows.map(({ id, shown }) => [readText(id), JSON.parse(shown) as readonly Showing[]]));
}
