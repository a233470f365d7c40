import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { AtomMemError } from '../../shared/error.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';
import { cannotBeWritten, isCannotOpen } from './sqlite-error.ts';

export interface SqliteOptions {
  /** The file; it is made when there is none. `:memory:` gives a store that ends with the process. */
  readonly path: string;
  /**
   * `full` (default): what was acknowledged survives a power failure. `normal`: it survives the death of
   * the process, and a power failure may take the last commits; several times faster.
   */
  readonly synchronous?: 'full' | 'normal';
  /** Milliseconds to wait for another process that writes; the whole process waits. Default 5000. */
  readonly busyWait?: number;
  /**
   * Opens an existing file for reading only. In a folder that cannot be written to, no one may change the
   * file meanwhile from elsewhere: SQLite has no place there for what would tell of it.
   */
  readonly readOnly?: boolean;
  /** Size that the file may grow to, in bytes. Default: what the disk holds. */
  readonly largestBytes?: number;
  /** Bytes of vectors held in memory for search, over all namespaces. Default 512 MiB. */
  readonly vectorMemory?: number;
}

/** Opens a file, makes sure that it is ours, and brings it to today's schema. */
export function openDatabase(options: SqliteOptions): DatabaseSync {
  const { path, synchronous = 'full', busyWait = 5000, readOnly = false, largestBytes } = options;
  const database = readOnly && liesStill(path) ? openUnchanging(path) : new DatabaseSync(path, { readOnly });
  try {
    database.exec(`pragma busy_timeout = ${Math.max(0, Math.trunc(busyWait))}`);
    // One state of the file: another process may be making it at this moment.
    database.exec('begin');
    checkOwner(database, path, readOnly);
    database.exec('commit');
    // Takes effect on a new file only. Small pages: a commit touches about ten, and each is written whole.
    database.exec('pragma page_size = 2048');
    // A change of journal is a write: only where it is not so already.
    if (!readOnly && pragma(database, 'journal_mode') !== 'wal') database.exec('pragma journal_mode = wal');
    database.exec(`pragma synchronous = ${synchronous === 'normal' ? 'normal' : 'full'}`);
    if (largestBytes !== undefined) {
      const pages = Math.floor(largestBytes / Number(pragma(database, 'page_size')));
      database.exec(`pragma max_page_count = ${pages}`);
    }
    if (!readOnly) migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    if (isCannotOpen(error) && existsSync(path) && !canWrite(dirname(path)))
      throw cannotBeWritten(path, error);
    throw error;
  }
}

/** Whether a file lies still: no log of writes beside it, and its folder takes none. */
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

/** @param filled whether an empty file will not do. */
function checkOwner(database: DatabaseSync, path: string, filled = false): void {
  const owner = Number(pragma(database, 'application_id'));
  const version = Number(pragma(database, 'user_version'));
  const tables = database.prepare('select count(*) as count from sqlite_schema').get() as { count: number };
  const isNew = owner === 0 && version === 0 && tables.count === 0;
  if (owner !== APPLICATION_ID && !isNew) {
    throw new AtomMemError('foreign', {
      problem: `${path} is an SQLite database of another program`,
      remedy: 'Name another file; this one was left as it is',
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
      problem: `${path} has schema ${version}, and this program knows ${MIGRATIONS.length}`,
      remedy: 'Update atommem; the file was left as it is',
    });
  }
}

function migrate(database: DatabaseSync, path: string): void {
  if (Number(pragma(database, 'user_version')) === MIGRATIONS.length) return;
  database.exec('begin immediate');
  try {
    // Another process may have been faster, with this version or a newer one.
    checkOwner(database, path);
    const taken = Number(pragma(database, 'user_version'));
    for (const step of MIGRATIONS.slice(taken)) database.exec(step);
    database.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${MIGRATIONS.length}`);
    database.exec('commit');
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
}

/** The value of a setting of SQLite. */
export function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0];
}
