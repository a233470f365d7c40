import type { DatabaseSync } from 'node:sqlite';
import type { EntryId } from '../../memory/entry.ts';
import type { PurgeOptions, PurgeReport } from '../../memory/store.ts';
import type { Write } from '../../memory/write.ts';
import { AtomMemError } from '../../shared/error.ts';
import { storableText } from '../storable-text.ts';
import { commitWrites, findNamespace } from './append.ts';
import { pragma } from './open-database.ts';
import type { Statements } from './statements.ts';

/** Deletes live entries and erases what their records said; runs inside a transaction. */
export function eraseEntries(
  statements: Statements,
  namespace: string,
  ids: readonly EntryId[],
  options: PurgeOptions,
): PurgeReport {
  const row = findNamespace(statements, namespace);
  if (row === undefined) return { records: 0, deleted: 0 };
  const deletes = [...new Set(ids)].map((id): Write => ({ kind: 'delete', id }));
  const commits = commitWrites(statements, namespace, deletes, options);
  let records = 0;
  for (const { id } of deletes) {
    const stored = storableText(id!);
    const history = statements('history').all(row.namespace_key, stored, 0, Number.MAX_SAFE_INTEGER);
    for (const found of history) {
      const { generation } = found as { generation: number };
      records += statements('erase').all(row.namespace_key, generation).length;
      statements('dropWords').run(row.namespace_key, generation);
    }
    statements('dropReads').run(row.namespace_key, stored);
  }
  return { records, deleted: commits.filter((commit) => commit.ok).length };
}

/** Milliseconds that a hindered step waits for a lock, and as many before it is tried again. */
const PAUSE = 25;

/**
 * Rewrites the file without what was erased: words leave the index for good, free space is given up, and
 * the write-ahead log is emptied. Takes time in proportion to the file. Others may hinder it: it waits for
 * them as long as any write does, but lets this process go on meanwhile.
 *
 * @param run gives a failure the shape of store errors
 * @throws AtomMemError `locked` when others read or write all the while
 */
export async function overwriteErased(
  database: DatabaseSync,
  path: string,
  run: <Result>(attempt: () => Result) => Result,
): Promise<void> {
  const wait = run(() => Number(pragma(database, 'busy_timeout')));
  let tries = Math.max(1, Math.ceil(wait / (2 * PAUSE)));
  const steps = [
    () => database.exec("insert into word (word) values ('optimize')"),
    () => database.exec('vacuum'),
    () => emptyLog(database, path),
  ];
  for (const step of steps) {
    while (!attempt(step)) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }

  /** `false` where others hinder it and there is time left. */
  function attempt(step: () => void): boolean {
    try {
      run(() => {
        // SQLite itself would keep the process waiting, and for some locks not wait at all.
        database.exec(`pragma busy_timeout = ${PAUSE}`);
        try {
          step();
        } finally {
          database.exec(`pragma busy_timeout = ${wait}`);
        }
      });
      return true;
    } catch (error) {
      if (!AtomMemError.isInstance(error, 'locked') || --tries <= 0) throw error;
      return false;
    }
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
