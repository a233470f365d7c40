/**
 * Erases the texts of entries inside a transaction. `finish-erasure.ts` then overwrites the bytes.
 * @module
 */
import type { EntryId } from '../../memory/entry.ts';
import type { PurgeOptions, PurgeReport } from '../../memory/store.ts';
import type { Write } from '../../memory/write.ts';
import { storableText } from '../storable-text.ts';
import { commitWrites, findNamespace } from './append.ts';
import type { Statements } from './statements.ts';

/** Deletes live entries and erases the texts of their records. Runs inside a transaction. */
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
  // Marked in the same transaction, so that the next opening finishes an interrupted purge.
  if (records > 0) statements('markErasure').run();
  return { records, deleted: commits.filter((commit) => commit.ok).length };
}
