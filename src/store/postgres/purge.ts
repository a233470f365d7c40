/**
 * Erases the texts of entries, and rewrites the tables without them.
 * @module
 */
import type { EntryId } from '../../memory/entry.ts';
import type { PurgeOptions, PurgeReport } from '../../memory/store.ts';
import type { Write } from '../../memory/write.ts';
import { AtomMemError } from '../../shared/error.ts';
import { storableText } from '../storable-text.ts';
import { commitWrites } from './append.ts';
import type { Connection, Query } from './connection.ts';
import { findNamespace } from './namespace-row.ts';

/** Deletes live entries and erases the texts of their records. Runs inside a transaction. */
export async function eraseEntries(
  query: Query,
  namespace: string,
  ids: readonly EntryId[],
  options: PurgeOptions,
): Promise<PurgeReport> {
  const row = await findNamespace(query, namespace);
  if (row === undefined) return { records: 0, deleted: 0 };
  const deletes = [...new Set(ids)].map((id): Write => ({ kind: 'delete', id }));
  const commits = await commitWrites(query, namespace, deletes, options);
  const values = [row.namespace_key, ids.map(storableText)];
  const erased = await query(
    `update $schema.operation set text = null, meta = null
     where namespace_key = $1 and id = any($2) and (text is not null or meta is not null) returning 1`,
    values,
  );
  await query(
    `delete from $schema.entry_read where entry_key in
       (select entry_key from $schema.entry where namespace_key = $1 and id = any($2))`,
    values,
  );
  // Marked in the same transaction, so that the next opening finishes an interrupted purge.
  if (erased.length > 0) await query('insert into $schema.erasure default values');
  return { records: erased.length, deleted: commits.filter((commit) => commit.ok).length };
}

/**
 * Rewrites the tables without the erased texts. The tables are locked meanwhile. Copies elsewhere (the
 * write-ahead log until it is recycled, backups, replicas) are up to the administrator.
 * @param busyWait milliseconds to wait for those who use a table
 * @throws AtomMemError `locked`
 */
export async function overwriteErased(connection: Connection, busyWait: number): Promise<void> {
  await connection.alone(async (query) => {
    await query(`set lock_timeout = ${busyWait}`);
    try {
      const pending = await readPendingErasure(query);
      for (const table of ['operation', 'entry', 'posting']) await query(`vacuum full $schema.${table}`);
      await query('delete from $schema.erasure where erasure_key <= $1', [pending]);
    } finally {
      await query('reset lock_timeout').catch(() => {});
    }
  });
}

/** Milliseconds that an opening waits for the tables to finish an interrupted purge. */
const OPENING_WAIT = 100;

/** Finishes purges that were interrupted. If others use the tables, it stays pending for the next opening. */
export async function finishErasure(connection: Connection): Promise<void> {
  if ((await readPendingErasure(connection.query)) === 0) return;
  try {
    await overwriteErased(connection, OPENING_WAIT);
  } catch (error) {
    if (!AtomMemError.isInstance(error, 'locked')) throw error;
  }
}

/** Returns the newest purge whose bytes are still to be overwritten, or 0. */
async function readPendingErasure(query: Query): Promise<number> {
  const [row] = await query<{ newest: number }>(
    'select coalesce(max(erasure_key), 0) as newest from $schema.erasure',
  );
  return row!.newest;
}
