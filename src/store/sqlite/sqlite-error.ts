import { StoreError, type StoreErrorDetails } from '../../memory/store-error.ts';

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
const ERROR = 1;
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const CONSTRAINT = 19;
const RANGE = 25;
const NOTADB = 26;

/** Gives what SQLite threw the one shape of store errors; other errors pass unchanged. */
export function toStoreError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  // Nothing else is read as JSON here than what this program wrote.
  if (error instanceof SyntaxError)
    return new StoreError({ ...describe(CORRUPT, path, error.message), cause: error });
  const { errcode } = error as { errcode?: number };
  if (typeof errcode !== 'number') return error;
  return new StoreError({ ...describe(errcode & 0xff, path, error.message), cause: error });
}

/** Whether SQLite could not open a file, or one of those that it keeps beside it. */
export function isCannotOpen(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode !== undefined && (errcode & 0xff) === CANTOPEN;
}

export function cannotBeWritten(path: string, cause: unknown): StoreError {
  return new StoreError({ ...readOnly(path), cause });
}

/** Earlier ones lack full-text search or numbered parameters. */
function tooOld(message: string): StoreErrorDetails {
  return {
    kind: 'missing-library',
    problem: `the SQLite of this Node is too old (${message})`,
    remedy: 'use Node 22.20, 24.7 or later',
  };
}

/** Also what does not fit the statements: they fit the tables that are made here, and their constraints. */
function damaged(path: string, message: string): StoreErrorDetails {
  return {
    kind: 'corrupted',
    problem: `${path} is damaged (${message})`,
    remedy: 'restore a backup, or save what is readable with "sqlite3 FILE .recover"',
  };
}

function readOnly(path: string): StoreErrorDetails {
  return {
    kind: 'read-only',
    problem: `${path} cannot be written to`,
    remedy: 'make the file and its folder writable, or open it with "readOnly" and only read',
  };
}

function describe(code: number, path: string, message: string): StoreErrorDetails {
  switch (code) {
    case BUSY:
    case LOCKED:
      return {
        kind: 'locked',
        problem: `${path} was locked by another process for longer than the wait allowed`,
        remedy: 'try again, raise "busyWait", or end the process that holds a long transaction',
      };
    case READONLY:
      return readOnly(path);
    case FULL:
      return {
        kind: 'full',
        problem: `there is no room for ${path} to grow`,
        remedy: 'free space on the disk, or raise "largestBytes"; what was stored is intact',
      };
    case RANGE:
      return tooOld(message);
    case ERROR:
      return message.startsWith('no such module') ? tooOld(message) : damaged(path, message);
    case CONSTRAINT:
    case CORRUPT:
      return damaged(path, message);
    case NOTADB:
      return {
        kind: 'foreign',
        problem: `${path} is not an SQLite database`,
        remedy: 'name another file; this one was left as it is',
      };
    case CANTOPEN:
    case IOERR:
      return {
        kind: 'unreachable',
        problem: `${path} cannot be opened or read (${message})`,
        remedy: 'check that its folder exists and that the disk is in order',
      };
    default:
      return {
        kind: 'unknown',
        problem: `SQLite failed on ${path} with code ${code} (${message})`,
        remedy: 'see the cause; nothing of this operation was stored',
      };
  }
}
