/**
 * Opens a memory file: checks that it is one, and brings it to the current schema.
 *
 * @module
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { AtomMemError } from '../../shared/error.ts';
import { addChecksum } from './checksum.ts';
import { finishErasure, pendingErasure } from './finish-erasure.ts';
import { pragma } from './pragma.ts';
import { APPLICATION_ID, MIGRATIONS, runMigration } from './schema.ts';
import { cannotBeWritten, isCannotOpen } from './sqlite-error.ts';

export interface SqliteOptions {
  /** Path of the file, which is created if it does not exist. `:memory:` opens a store that ends with the process. */
  readonly path: string;
  /**
   * `full` (default): acknowledged writes survive a power failure. `normal`: they survive the death of the
   * process, but a power failure can lose the last commits; several times faster.
   */
  readonly synchronous?: 'full' | 'normal';
  /** Milliseconds to wait for another process that writes. The whole process waits. Default: 5000. */
  readonly busyWait?: number;
  /**
   * Opens an existing file for reading only. If its folder is read-only, SQLite cannot
   * detect changes by other machines, so no machine may change the file meanwhile.
   */
  readonly readOnly?: boolean;
  /** Largest size of the file, in bytes. Default: the space on the disk. */
  readonly largestBytes?: number;
  /** Bytes of vectors held in memory for search, over all namespaces. Default: 512 MiB. */
  readonly vectorMemory?: number;
}

/**
 * Opens a file, checks that it is a memory file, and brings it to the current schema.
 *
 * @param beforeWrite is called before the file is changed.
 */
export function openDatabase(options: SqliteOptions, beforeWrite: () => void): DatabaseSync {
  const { path, synchronous = 'full', busyWait = 5000, readOnly = false, largestBytes } = options;
  const database = readOnly && liesStill(path) ? openUnchanging(path) : new DatabaseSync(path, { readOnly });
  try {
    database.exec(`pragma busy_timeout = ${Math.max(0, Math.trunc(busyWait))}`);
    // In a transaction, because another process may be creating the file at this moment.
    database.exec('begin');
    checkOwner(database, path, readOnly);
    database.exec('commit');
    // Affects new files only. A commit touches about ten pages and writes each of them whole.
    database.exec('pragma page_size = 2048');
    // Changing the journal is a write, so it is done only if needed.
    if (!readOnly && pragma(database, 'journal_mode') !== 'wal') database.exec('pragma journal_mode = wal');
    database.exec(`pragma synchronous = ${synchronous === 'normal' ? 'normal' : 'full'}`);
    if (largestBytes !== undefined) {
      const pages = Math.floor(largestBytes / Number(pragma(database, 'page_size')));
      database.exec(`pragma max_page_count = ${pages}`);
    }
    addChecksum(database);
    if (!readOnly) {
      migrate(database, path, beforeWrite);
      if (pendingErasure(database) > 0) {
        beforeWrite();
        finishErasure(database, path);
      }
    }
    return database;
  } catch (error) {
    database.close();
    if (isCannotOpen(error) && existsSync(path) && !canWrite(dirname(path)))
      throw cannotBeWritten(path, error);
    throw error;
  }
}

/** Tells whether no process can be writing: there is no write-ahead log, and the folder cannot hold one. */
function liesStill(path: string): boolean {
  return existsSync(path) && !existsSync(`${path}-wal`) && !canWrite(dirname(path));
}

function openUnchanging(path: string): DatabaseSync {
  const address = pathToFileURL(path);
  address.searchParams.set('immutable', '1');
  return new DatabaseSync(address, { readOnly: true });
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param filled whether an empty file is an error. */
function checkOwner(database: DatabaseSync, path: string, filled = false): void {
  const owner = Number(pragma(database, 'application_id'));
  const version = Number(pragma(database, 'user_version'));
  const tables = database.prepare('select count(*) as count from sqlite_schema').get() as { count: number };
  const isNew = owner === 0 && version === 0 && tables.count === 0;
  if (owner !== APPLICATION_ID && !isNew) {
    throw new AtomMemError('foreign', {
      problem: `${path} is an SQLite database of another program`,
      remedy: 'Name another file. This one was not changed',
    });
  }
  if (isNew && filled) {
    throw new AtomMemError('foreign', {
      problem: `${path} is empty`,
      remedy: 'Name a file that holds a memory, or open this one for writing',
    });
  }
  if (version > MIGRATIONS.length) {
    throw new AtomMemError('newer-schema', {
      problem: `${path} has schema ${version}, and this version reads up to ${MIGRATIONS.length}`,
      remedy: 'Update atommem. The file was not changed',
    });
  }
}

function migrate(database: DatabaseSync, path: string, beforeWrite: () => void): void {
  if (Number(pragma(database, 'user_version')) === MIGRATIONS.length) return;
  beforeWrite();
  database.exec('begin immediate');
  try {
    // Another process may have migrated meanwhile, with this version or a newer one.
    checkOwner(database, path);
    const taken = Number(pragma(database, 'user_version'));
    for (const step of MIGRATIONS.slice(taken)) runMigration(database, step);
    database.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${MIGRATIONS.length}`);
    database.exec('commit');
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
}
