/**
 * The store in one SQLite file.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { toEntry } from '../../memory/log.ts';
import { mergeShowings, type Showing } from '../../memory/showing.ts';
import type { Store } from '../../memory/store.ts';
import { createPendingReads, type PendingReads } from '../pending-reads.ts';
import { planRestore } from '../plan-restore.ts';
import { type OperationRow, toRecord } from '../record-row.ts';
import { readText, storableText } from '../storable-text.ts';
import { closed, erasedButKept, fileExists, noFolder, notEmpty } from '../store-errors.ts';
import {
  appendRecords,
  commitWrites,
  enterSpace,
  findNamespace,
  listEntries,
  newestRecord,
  openNamespace,
} from './append.ts';
import { createFileSum } from './file-sum.ts';
import { overwriteErased } from './finish-erasure.ts';
import { openDatabase, type SqliteOptions } from './open-database.ts';
import { pragma } from './pragma.ts';
import { eraseEntries } from './purge.ts';
import { MIGRATIONS } from './schema.ts';
import { toStoreError } from './sqlite-error.ts';
import { createSqliteSearch } from './sqlite-search.ts';
import { createSqliteVectors } from './sqlite-vectors.ts';
import { prepareStatements, type Statements } from './statements.ts';
import { createVectorIndexes } from './vector-indexes.ts';
import { verifyFile } from './verify.ts';
import { watchFile } from './watch-file.ts';

/** Milliseconds after which showings are written if no commit comes first. */
const SHOWING_DELAY = 1000;

export interface SqliteStore extends Store {
  /**
   * Returns one line for each problem of the file. An empty list means that the file is sound. Reads all of it, compares every row
   * with its checksum, and entries and indexes with the log.
   */
  verify(): Promise<readonly string[]>;
  /**
   * Writes a compact copy of all committed data to a new file. Others may write meanwhile.
   * @throws AtomMemError `not-empty` if the file exists, `full`, `unreachable`
   */
  backup(path: string): Promise<void>;
}

/**
 * Opens a store in one SQLite file. Acknowledged writes survive kill -9 and, with the default
 * `synchronous: 'full'`, power failure. Any number of processes may open the file. Calls block the process
 * until they are done, including the wait for other writers (`busyWait`).
 *
 * Copy an open store with `backup`: a copy of the file alone lacks what is in its `-wal`.
 *
 * @throws AtomMemError `foreign`, `newer-schema`, `corrupted`, `unreachable`, `read-only`, `locked`
 * @example
 * import { createMemory } from 'atommem';
 *
 * const store = createSqliteStore({ path: 'agent.db' });
 * const memory = createMemory({ store, namespace: 'users/1' });
 */
export function createSqliteStore(options: SqliteOptions): SqliteStore {
  const { path, vectorMemory = 512 * 2 ** 20 } = options;
  const sum = createFileSum(path);
  const database = asStoreError(path, () => openDatabase(options, sum.drop));
  // A file of an earlier version, opened read-only, has no such column.
  const keepsShowings = pragma(database, 'user_version') === MIGRATIONS.length;
  const checkFile = options.readOnly ? () => {} : watchFile(path);
  let wrote = false;
  let isClosed = false;
  const statements = prepareStatements(database);
  const indexes = createVectorIndexes(statements, vectorMemory);
  const pending = createPendingReads();
  let writingSoon: ReturnType<typeof setTimeout> | undefined;

  const guard = <Result>(run: () => Result): Result => {
    if (isClosed) throw closed(`the store ${path}`);
    return asStoreError(path, run);
  };
  const read = <Result>(run: () => Result): Result => guard(() => inside(statements, 'beginRead', run));
  const write = <Result>(run: () => Result): Result =>
    guard(() => {
      checkFile('no');
      if (!wrote) sum.drop();
      wrote = true;
      const result = inside(statements, 'begin', run);
      checkFile('unknown');
      return result;
    });

  /** Never throws: statistics must not make an operation fail. */
  function writeWaiting(): void {
    clearTimeout(writingSoon);
    writingSoon = undefined;
    try {
      for (const namespace of pending.waiting()) write(() => writeReads(statements, namespace, pending));
    } catch {
      // Another process has locked the file. These showings are lost.
    }
  }

  return {
    name: 'sqlite',
    async commit(namespace, writes, commitOptions) {
      if (writes.length === 0 && commitOptions.key === undefined) return [];
      return write(() => {
        const commits = commitWrites(statements, namespace, writes, commitOptions);
        writeReads(statements, namespace, pending);
        return commits;
      });
    },
    async generation(namespace) {
      return guard(() => findNamespace(statements, namespace)?.generation ?? 0);
    },
    async get(namespace, id) {
      return read(() => {
        const row = findNamespace(statements, namespace);
        const record = row && newestRecord(statements, row, id);
        return record && toEntry(record);
      });
    },
    async list(namespace) {
      return read(() => listEntries(statements, 'live', namespace));
    },
    async log(namespace, { after = 0, upTo = Number.MAX_SAFE_INTEGER, id } = {}) {
      return read(() => {
        const key = findNamespace(statements, namespace)?.namespace_key;
        if (key === undefined) return [];
        const rows =
          id === undefined
            ? statements('log').all(key, after, upTo)
            : statements('history').all(key, storableText(id), after, upTo);
        return rows.map((row) => toRecord(row as unknown as OperationRow));
      });
    },
    async namespaces() {
      const rows = guard(() => statements('names').all()) as unknown as { name: string }[];
      return rows.map(({ name }) => readText(name)).sort();
    },
    async purge(namespace, ids, purgeOptions) {
      const report = write(() => eraseEntries(statements, namespace, ids, purgeOptions));
      try {
        await overwriteErased(database, path, guard);
      } catch (error) {
        throw erasedButKept(error);
      }
      return report;
    },
    async restore(namespace, records, set) {
      const planned = planRestore(records, set);
      write(() => {
        const row = openNamespace(statements, namespace);
        if (row.generation > 0) throw notEmpty(namespace);
        if (set !== undefined) enterSpace(statements, namespace, row, set);
        appendRecords(statements, row, planned);
      });
    },
    vectors: createSqliteVectors(statements, read, write),
    search: createSqliteSearch(statements, indexes, read),
    noteReads: pending.add,
    async reads(namespace) {
      const rows = read(() => {
        const row = findNamespace(statements, namespace);
        return row === undefined ? [] : statements('reads').all(row.namespace_key);
      }) as unknown as { id: string; count: number }[];
      return pending.over(namespace, new Map(rows.map(({ id, count }) => [readText(id), count])));
    },
    noteShown(namespace, ids, showing) {
      if (isClosed || options.readOnly) return;
      pending.addShowing(namespace, ids, showing);
      writingSoon ??= setTimeout(writeWaiting, SHOWING_DELAY);
      writingSoon.unref();
    },
    async showings(namespace, id) {
      const stored = read(() => {
        const row = keepsShowings ? findNamespace(statements, namespace) : undefined;
        return row === undefined ? [] : readShowings(statements, row.namespace_key, id);
      });
      return pending.showingsOver(namespace, id, stored);
    },
    async verify() {
      return read(() => {
        checkFile('no');
        const problems = verifyFile(database, statements);
        const changed = problems.length === 0 && sum.differs();
        return changed ? ['the file differs from its checksum (FILE-sum)'] : problems;
      });
    },
    async backup(target) {
      if (existsSync(target)) throw fileExists(target);
      if (!existsSync(dirname(target))) throw noFolder(target);
      guard(() => database.prepare('vacuum into ?').run(target));
    },
    async close() {
      if (isClosed) return;
      writeWaiting();
      indexes.clear();
      isClosed = true;
      asStoreError(path, () => database.close());
      if (wrote) sum.write();
    },
  };
}

/** Opens a store in one SQLite file, as `createSqliteStore` does. */
export function sqlite(path: string, options: Omit<SqliteOptions, 'path'> = {}): SqliteStore {
  return createSqliteStore({ ...options, path });
}

function asStoreError<Result>(path: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw toStoreError(error, path);
  }
}

function inside<Result>(statements: Statements, begin: 'begin' | 'beginRead', run: () => Result): Result {
  statements(begin).run();
  try {
    const result = run();
    statements('commit').run();
    return result;
  } catch (error) {
    rollBack(statements);
    throw error;
  }
}

function rollBack(statements: Statements): void {
  try {
    statements('rollback').run();
  } catch {
    // SQLite has already rolled back, because of a full disk or a lost file. The first error says why.
  }
}

function writeReads(statements: Statements, namespace: string, pending: PendingReads): void {
  const waiting = pending.take(namespace);
  const key = waiting && findNamespace(statements, namespace)?.namespace_key;
  if (key === undefined) return;
  for (const [id, { count, showings }] of waiting!) {
    statements('addReads').run(key, storableText(id), count);
    if (showings.length === 0) continue;
    const merged = mergeShowings(showings, readShowings(statements, key, id));
    statements('setShown').run(key, storableText(id), JSON.stringify(merged));
  }
}

function readShowings(statements: Statements, key: number, id: string): readonly Showing[] {
  const row = statements('shown').get(key, storableText(id)) as { shown: string | null } | undefined;
  return JSON.parse(row?.shown ?? '[]') as readonly Showing[];
}

export type { SqliteOptions };
