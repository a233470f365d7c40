/**
 * Converts errors of SQLite to `AtomMemError`.
 * @module
 */
import { AtomMemError } from '../../shared/error.ts';
import { type FailureText, toAtomMemError } from '../store-errors.ts';

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

/** Returns the `AtomMemError` for an error of SQLite, and any other error unchanged. */
export function toStoreError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || AtomMemError.isInstance(error)) return error;
  // The only JSON parsed under this call is what this package wrote.
  if (error instanceof SyntaxError) return toAtomMemError(describe(CORRUPT, path, error.message), error);
  const { errcode } = error as { errcode?: number };
  if (typeof errcode !== 'number') return error;
  return toAtomMemError(describe(errcode & 0xff, path, error.message), error);
}

/** Tells whether SQLite failed to open a file or one of the files that it keeps beside it. */
export function isCannotOpen(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode !== undefined && (errcode & 0xff) === CANTOPEN;
}

export function cannotBeWritten(path: string, cause: unknown): AtomMemError {
  return toAtomMemError(readOnly(path), cause);
}

/** Older versions of SQLite lack full-text search or numbered parameters. */
function tooOld(message: string): FailureText {
  return {
    code: 'missing-library',
    problem: `the SQLite of this Node is too old (${message})`,
    remedy: 'Use Node 22.20, 24.7 or later',
  };
}

/** Also covers statements that fail to compile: they match the tables that this package makes. */
function damaged(path: string, message: string): FailureText {
  return {
    code: 'corrupted',
    problem: `${path} is damaged (${message})`,
    remedy: 'Restore a backup, or save what is readable with "sqlite3 FILE .recover"',
  };
}

function readOnly(path: string): FailureText {
  return {
    code: 'read-only',
    problem: `${path} cannot be written to`,
    remedy: 'Make the file and its folder writable, or open the store with "readOnly: true"',
  };
}

function describe(code: number, path: string, message: string): FailureText {
  switch (code) {
    case BUSY:
    case LOCKED:
      return {
        code: 'locked',
        problem: `another process locked ${path} for longer than the allowed wait`,
        remedy: 'Try again, raise "busyWait", or end the process that holds the lock',
      };
    case READONLY:
      return readOnly(path);
    case FULL:
      return {
        code: 'full',
        problem: `${path} has no room to grow`,
        remedy: 'Free space on the disk, or raise "largestBytes". Stored entries are intact',
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
        code: 'foreign',
        problem: `${path} is not an SQLite database`,
        remedy: 'Name another file. This one was not changed',
      };
    case CANTOPEN:
    case IOERR:
      return {
        code: 'unreachable',
        problem: `${path} cannot be opened or read (${message})`,
        remedy: 'Check that its folder exists and can be written, and that the disk works',
      };
    default:
      return {
        code: 'unknown',
        problem: `SQLite failed on ${path} with code ${code} (${message})`,
        remedy: 'See the cause. Nothing was stored',
      };
  }
}
