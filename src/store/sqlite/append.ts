/**
 * Appends records and updates entries. Every function runs inside a transaction of the caller.
 *
 * @module
 */
import { type Entry, type EntryId, SCRATCHPAD } from '../../memory/entry.ts';
import type { LogRecord } from '../../memory/log.ts';
import { toEntry } from '../../memory/log.ts';
import type { Refusal } from '../../memory/operation.ts';
import { type CommitPlan, type PlannedRecord, planCommit } from '../../memory/plan-commit.ts';
import type { Commit, CommitOptions } from '../../memory/store.ts';
import { checkSpace, type VectorSpace } from '../../memory/vector-set.ts';
import type { Write } from '../../memory/write.ts';
import { type OperationRow, toRecord, toSpace, toValues } from '../record-row.ts';
import { storableText } from '../storable-text.ts';
import { type NamespaceRow, toBytes } from './rows.ts';
import type { Statements } from './statements.ts';
import { indexWaitingWords } from './waiting-words.ts';

export function findNamespace(statements: Statements, name: string): NamespaceRow | undefined {
  return statements('namespace').get(storableText(name)) as NamespaceRow | undefined;
}

export function openNamespace(statements: Statements, name: string): NamespaceRow {
  const found = findNamespace(statements, name);
  if (found !== undefined) return found;
  statements('addNamespace').run(storableText(name));
  return findNamespace(statements, name)!;
}

export function newestRecord(statements: Statements, row: NamespaceRow, id: EntryId): LogRecord | undefined {
  const found = statements('newest').get(row.namespace_key, storableText(id)) as OperationRow | undefined;
  return found && toRecord(found);
}

/** Returns live entries in the order of creation: all, or those without a vector. */
export function listEntries(
  statements: Statements,
  which: 'live' | 'unembedded',
  namespace: string,
): readonly Entry[] {
  const row = findNamespace(statements, namespace);
  if (row === undefined) return [];
  const rows = statements(which).all(row.namespace_key) as unknown as OperationRow[];
  return rows.map((found) => toEntry(toRecord(found))).filter((entry) => entry !== undefined);
}

/** Plans the writes and appends their records. */
export function commitWrites(
  statements: Statements,
  namespace: string,
  writes: readonly Write[],
  options: CommitOptions,
): readonly Commit[] {
  const row = openNamespace(statements, namespace);
  const { key, embedder } = options;
  const earlier = key === undefined ? undefined : earlierCommits(statements, row, key);
  if (earlier !== undefined) return earlier;
  const plan = planCommit(writes, options, {
    generation: row.generation,
    newest: (id) => newestRecord(statements, row, id),
    count: (now) => row.live - statements('expired').all(row.namespace_key, now).length,
  });
  if (plan.dimensions !== undefined) {
    enterSpace(statements, namespace, row, { embedder: embedder!, dimensions: plan.dimensions });
  }
  appendRecords(statements, row, plan.records);
  if (key !== undefined) {
    statements('addKey').run(row.namespace_key, storableText(key), JSON.stringify(toOutcomes(plan)));
  }
  return plan.commits;
}

/** Appends records that were planned on the current state of the namespace. */
export function appendRecords(
  statements: Statements,
  row: NamespaceRow,
  records: readonly PlannedRecord[],
): void {
  let { live } = row;
  let longest = 0;
  for (const { record, vector } of records) {
    if (record.id !== SCRATCHPAD && record.kind !== 'update') live += record.kind === 'create' ? 1 : -1;
    const [, ...values] = toValues(record);
    statements('addOperation').run(row.namespace_key, record.generation, live, ...values);
    moveEntry(statements, row, record, vector);
    if (record.id !== SCRATCHPAD) longest = Math.max(longest, record.text?.length ?? 0);
  }
  indexWaitingWords(statements, row, row.generation + records.length, longest);
}

export function enterSpace(
  statements: Statements,
  namespace: string,
  row: NamespaceRow,
  given: VectorSpace,
): void {
  const held = toSpace(row);
  checkSpace(namespace, held, given);
  if (held !== undefined) return;
  statements('setSpace').run(storableText(given.embedder), given.dimensions, row.namespace_key);
}

function moveEntry(
  statements: Statements,
  row: NamespaceRow,
  record: LogRecord,
  vector: PlannedRecord['vector'],
): void {
  const { namespace_key: space } = row;
  const { kind, generation, previous, expiresAt } = record;
  const id = storableText(record.id);
  const bytes = vector instanceof Float32Array ? toBytes(vector) : null;
  if (kind === 'delete') {
    statements('endEntry').run(space, id, generation);
  } else if (kind === 'create' && previous === null) {
    statements('addEntry').run(space, id, generation, expiresAt, bytes);
  } else if (kind === 'create') {
    statements('reviveEntry').run(space, id, generation, expiresAt, bytes);
  } else if (vector === 'keep') {
    statements('changeFacts').run(space, id, generation, expiresAt);
  } else {
    statements('changeEntry').run(space, id, generation, expiresAt, bytes);
  }
}

type Outcome = number | Refusal;

function toOutcomes(plan: CommitPlan): readonly Outcome[] {
  return plan.commits.map((commit) => (commit.ok ? commit.record.generation : commit.refusal));
}

function earlierCommits(statements: Statements, row: NamespaceRow, key: string): Commit[] | undefined {
  const found = statements('key').get(row.namespace_key, storableText(key)) as
    | { outcomes: string }
    | undefined;
  if (found === undefined) return undefined;
  return (JSON.parse(found.outcomes) as Outcome[]).map((outcome): Commit => {
    if (typeof outcome !== 'number') return { ok: false, refusal: outcome };
    const record = recordAt(statements, row, outcome)!;
    return { ok: true, record, before: entryBefore(statements, row, record) };
  });
}

function recordAt(statements: Statements, row: NamespaceRow, generation: number): LogRecord | undefined {
  const found = statements('log').get(row.namespace_key, generation - 1, generation) as
    | OperationRow
    | undefined;
  return found && toRecord(found);
}

function entryBefore(statements: Statements, row: NamespaceRow, record: LogRecord): Entry | undefined {
  const before = record.previous === null ? undefined : recordAt(statements, row, record.previous);
  return before && toEntry(before);
}
