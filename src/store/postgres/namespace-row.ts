/**
 * Rows of namespaces, and the lock that orders their writers.
 *
 * @module
 */
import type { EntryId } from '../../memory/entry.ts';
import type { LogRecord } from '../../memory/log.ts';
import { type OperationRow, type SpaceRow, toRecord } from '../record-row.ts';
import { storableText } from '../storable-text.ts';
import type { Query } from './connection.ts';

/** A row of `namespace`. */
export interface NamespaceRow extends SpaceRow {
  readonly namespace_key: number;
  readonly generation: number;
  readonly live: number;
  readonly words: number;
}

const COLUMNS = 'namespace_key, generation, live, words, embedder, dimensions';

export const OPERATION_COLUMNS = `o.generation, o.kind, o.id, o.version, o.previous, o.undo_of, o.actor,
  o.time, o.created_at, o.text, o.meta, o.expires_at`;

/** Live entries with their newest records. */
export const CURRENT = `from $schema.entry e join $schema.operation o
  on o.namespace_key = e.namespace_key and o.generation = e.generation`;

export async function findNamespace(query: Query, name: string): Promise<NamespaceRow | undefined> {
  const [row] = await query<NamespaceRow>(`select ${COLUMNS} from $schema.namespace where name = $1`, [
    storableText(name),
  ]);
  return row;
}

/** Locks the namespace until the transaction ends, which serialises its writers. */
export async function lockNamespace(query: Query, name: string): Promise<NamespaceRow> {
  const select = `select ${COLUMNS} from $schema.namespace where name = $1 for update`;
  const [row] = await query<NamespaceRow>(select, [storableText(name)]);
  if (row !== undefined) return row;
  await query('insert into $schema.namespace (name) values ($1) on conflict do nothing', [
    storableText(name),
  ]);
  const [added] = await query<NamespaceRow>(select, [storableText(name)]);
  return added!;
}

/** Returns the newest records of ids. Unknown ids are absent. */
export async function newestRecords(
  query: Query,
  row: NamespaceRow,
  ids: readonly EntryId[],
): Promise<ReadonlyMap<EntryId, LogRecord>> {
  if (ids.length === 0 || row.generation === 0) return new Map();
  const rows = await query<OperationRow>(
    `select ${OPERATION_COLUMNS} ${CURRENT} where e.namespace_key = $1 and e.id = any($2)`,
    [row.namespace_key, ids.map(storableText)],
  );
  return new Map(rows.map(toRecord).map((record) => [record.id, record]));
}
