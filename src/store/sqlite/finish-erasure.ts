/**
 * Overwrites the bytes of purged texts, including purges that a crash interrupted.
 * @module
 */
import type { DatabaseSync } from 'node:sqlite';
import { AtomMemError } from '../../shared/error.ts';
import { pragma } from './pragma.ts';

/** Milliseconds that one attempt of a step waits for a lock, and that pass before the next attempt. */
const PAUSE = 25;

/** Returns the newest purge whose bytes are still to be overwritten, or 0. */
export function pendingErasure(database: DatabaseSync): number {
  const row = database.prepare('select max(erasure_key) as newest from erasure').get() as {
    newest: number | null;
  };
  return row.newest ?? 0;
}

/**
 * Lists the steps: remove erased words from the index, rewrite the file without free space, empty the
 * write-ahead log.
 */
function* listSteps(database: DatabaseSync, path: string): Generator<() => void, void> {
  const pending = pendingErasure(database);
  yield () => database.exec("insert into word (word) values ('optimize')");
  yield () => database.exec('vacuum');
  yield () => emptyLog(database, path);
  // Later purges have their own marks.
  yield () => database.prepare('delete from erasure where erasure_key <= ?').run(pending);
}

/**
 * Rewrites the file without the erased texts, which takes time in proportion to its size. If other processes
 * use the file, it waits for them as long as a write does, without blocking this process.
 * @param run turns failures into `AtomMemError`
 * @throws AtomMemError `locked` if others keep using the file
 */
export async function overwriteErased(
  database: DatabaseSync,
  path: string,
  run: <Result>(attempt: () => Result) => Result,
): Promise<void> {
  const wait = run(() => Number(pragma(database, 'busy_timeout')));
  let tries = Math.max(1, Math.ceil(wait / (2 * PAUSE)));
  for (const step of listSteps(database, path)) {
    while (!attempt(step)) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }

  /** Returns `false` if others hold a lock and there is time left. */
  function attempt(step: () => void): boolean {
    try {
      run(() => withShortWait(database, wait, step));
      return true;
    } catch (error) {
      if (!AtomMemError.isInstance(error, 'locked') || --tries <= 0) throw error;
      return false;
    }
  }
}

/** Finishes purges that were interrupted. If others use the file, it stays pending for the next opening. */
export function finishErasure(database: DatabaseSync, path: string): void {
  const wait = Number(pragma(database, 'busy_timeout'));
  try {
    for (const step of listSteps(database, path)) withShortWait(database, wait, step);
  } catch (error) {
    const { errcode = 0 } = error as { errcode?: number };
    const isLocked = AtomMemError.isInstance(error, 'locked') || [5, 6].includes(errcode & 0xff);
    if (!isLocked) throw error;
  }
}

/** SQLite itself would block the process, and for some locks not wait at all. */
function withShortWait(database: DatabaseSync, wait: number, step: () => void): void {
  database.exec(`pragma busy_timeout = ${PAUSE}`);
  try {
    step();
  } finally {
    database.exec(`pragma busy_timeout = ${wait}`);
  }
}

function emptyLog(database: DatabaseSync, path: string): void {
  const done = database.prepare('pragma wal_checkpoint(truncate)').get() as { busy: number } | undefined;
  if (!done?.busy) return;
  throw new AtomMemError('locked', {
    problem: `another process is reading ${path}`,
    remedy: 'Wait until it is done',
  });
}
