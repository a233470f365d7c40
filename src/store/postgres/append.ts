/**
 * Appends records and updates entries, words and vectors.
 *
 * @module
 */
import { type EntryId, SCRATCHPAD } from '../../memory/entry.ts';
import { type LogRecord, toEntry } from '../../memory/log.ts';
import type { Refusal } from '../../memory/operation.ts';
import { type CommitPlan, type PlannedRecord, planCommit } from '../../memory/plan-commit.ts';
import type { Commit, CommitOptions } from '../../memory/store.ts';
import { checkSpace, type VectorSpace } from '../../memory/vector-set.ts';
import type { Write } from '../../memory/write.ts';
import { type OperationRow, toRecord, toSpace, toValues } from '../record-row.ts';
import { storableText } from '../storable-text.ts';
import type { Query } from './connection.ts';
import type { EntryChange, KeyRow } from './entry-change.ts';
import { lockNamespace, type NamespaceRow, newestRecords, OPERATION_COLUMNS } from './namespace-row.ts';
import { writeWords } from './postings.ts';
import { vectorText } from './vector-text.ts';

/** Plans the writes and appends their records. Runs inside a transaction. */
export async function commitWrites(
  query: Query,
  namespace: string,
  writes: readonly Write[],
  options: CommitOptions,
): Promise<readonly Commit[]> {
  const row = await lockNamespace(query, namespace);
  const { key, embedder, capacity, time } = options;
  const earlier = key === undefined ? undefined : await earlierCommits(query, row, key);
  if (earlier !== undefined) return earlier;
  const newest = await newestRecords(query, row, namedIds(writes, row.generation));
  const expired = capacity === undefined ? 0 : await countExpired(query, row, time);
  const plan = planCommit(writes, options, {
    generation: row.generation,
    newest: (id) => newest.get(id),
    count: () => row.live - expired,
  });
  if (plan.dimensions !== undefined) {
    await enterSpace(query, namespace, row, { embedder: embedder!, dimensions: plan.dimensions });
  }
  await appendRecords(query, row, plan.records, newest);
  if (key !== undefined) await keepOutcomes(query, row, key, plan);
  return plan.commits;
}

/** Lists the ids that the writes name, and those that their creates may get. */
function namedIds(writes: readonly Write[], generation: number): readonly EntryId[] {
  const named = writes.map((write) => write.id).filter((id) => id !== undefined);
  if (named.length === writes.length) return named;
  // Refused writes take no number. If an import has used the number, the id gets a suffix (`m7.1`).
  const fresh = writes.flatMap((_, place) => [`m${generation + 1 + place}`, `m${generation + 1 + place}.1`]);
  return [...named, ...fresh];
}

async function countExpired(query: Query, row: NamespaceRow, time: number): Promise<number> {
  const [found] = await query<{ count: number }>(
    `select count(*) from $schema.entry
     where namespace_key = $1 and expires_at is not null and expires_at <= $2 and id <> $3`,
    [row.namespace_key, time, SCRATCHPAD],
  );
  return found!.count;
}

export async function enterSpace(
  query: Query,
  namespace: string,
  row: NamespaceRow,
  given: VectorSpace,
): Promise<void> {
  const held = toSpace(row);
  checkSpace(namespace, held, given);
  if (held !== undefined) return;
  await query('update $schema.namespace set embedder = $1, dimensions = $2 where namespace_key = $3', [
    storableText(given.embedder),
    given.dimensions,
    row.namespace_key,
  ]);
}

/** Appends records that were planned on the current state of the namespace. */
export async function appendRecords(
  query: Query,
  row: NamespaceRow,
  records: readonly PlannedRecord[],
  newest: ReadonlyMap<EntryId, LogRecord>,
): Promise<void> {
  if (records.length === 0) return;
  const columns = transpose(records.map(({ record }) => toValues(record)));
  await query(
    `insert into $schema.operation (namespace_key, generation, kind, id, version, previous, undo_of, actor,
       time, created_at, text, meta, expires_at)
     select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[],
       $8::text[], $9::float8[], $10::float8[], $11::text[], $12::text[], $13::float8[])`,
    [row.namespace_key, ...columns],
  );
  const changes = listChanges(records);
  const words = await writeEntries(query, row, changes, newest);
  let { live } = row;
  for (const { record } of records) {
    if (record.id !== SCRATCHPAD && record.kind !== 'update') live += record.kind === 'create' ? 1 : -1;
  }
  await query(
    'update $schema.namespace set generation = $1, live = $2, words = words + $3 where namespace_key = $4',
    [records.at(-1)!.record.generation, live, words, row.namespace_key],
  );
}

function listChanges(records: readonly PlannedRecord[]): readonly EntryChange[] {
  const changes = new Map<EntryId, EntryChange>();
  for (const { record, vector } of records) {
    const earlier = changes.get(record.id);
    changes.set(record.id, {
      last: record,
      born: record.kind === 'create' ? record.generation : (earlier?.born ?? null),
      vector: vector === 'keep' ? (earlier?.vector ?? 'keep') : vector,
    });
  }
  return [...changes.values()];
}

/** Writes rows of `entry` and their words. Returns the growth of the namespace in words. */
async function writeEntries(
  query: Query,
  row: NamespaceRow,
  changes: readonly EntryChange[],
  newest: ReadonlyMap<EntryId, LogRecord>,
): Promise<number> {
  const added = changes.filter(({ last }) => !newest.has(last.id));
  const changed = changes.filter(({ last }) => newest.has(last.id));
  const keys: KeyRow[] = [];
  if (added.length > 0) {
    keys.push(
      ...(await query<KeyRow>(
        `insert into $schema.entry (namespace_key, id, generation, born, expires_at, vector)
         select $1, id, generation, case when alive then born end, expires_at, vector::vector
         from unnest(${CHANGE_TYPES}) as given (${CHANGE_COLUMNS})
         returning entry_key, id, 0 as words`,
        [row.namespace_key, ...changeColumns(added)],
      )),
    );
  }
  if (changed.length > 0) {
    keys.push(
      ...(await query<KeyRow>(
        `update $schema.entry e set
           generation = given.generation,
           born = case when alive then coalesce(given.born, e.born) end,
           expires_at = given.expires_at,
           vector = case when keeps then e.vector else given.vector::vector end
         from unnest(${CHANGE_TYPES}) as given (${CHANGE_COLUMNS})
         where e.namespace_key = $1 and e.id = given.id
         returning e.entry_key, e.id, e.words`,
        [row.namespace_key, ...changeColumns(changed)],
      )),
    );
  }
  return writeWords(query, row.namespace_key, changes, keys);
}

const CHANGE_TYPES =
  '$2::text[], $3::bigint[], $4::bigint[], $5::bool[], $6::float8[], $7::text[], $8::bool[]';
const CHANGE_COLUMNS = 'id, generation, born, alive, expires_at, vector, keeps';

function changeColumns(changes: readonly EntryChange[]): readonly unknown[][] {
  return transpose(
    changes.map(({ last, born, vector }) => [
      storableText(last.id),
      last.generation,
      born,
      last.kind !== 'delete',
      last.expiresAt,
      vector instanceof Float32Array ? vectorText(vector) : null,
      vector === 'keep',
    ]),
  );
}

function transpose(rows: readonly (readonly unknown[])[]): unknown[][] {
  return rows[0]!.map((_, column) => rows.map((row) => row[column]));
}

type Outcome = number | Refusal;

async function keepOutcomes(query: Query, row: NamespaceRow, key: string, plan: CommitPlan): Promise<void> {
  const outcomes = plan.commits.map(
    (commit): Outcome => (commit.ok ? commit.record.generation : commit.refusal),
  );
  await query('insert into $schema.commit_key (namespace_key, key, outcomes) values ($1, $2, $3)', [
    row.namespace_key,
    storableText(key),
    JSON.stringify(outcomes),
  ]);
}

async function earlierCommits(query: Query, row: NamespaceRow, key: string): Promise<Commit[] | undefined> {
  const [found] = await query<{ outcomes: string }>(
    'select outcomes from $schema.commit_key where namespace_key = $1 and key = $2',
    [row.namespace_key, storableText(key)],
  );
  if (found === undefined) return undefined;
  const outcomes = JSON.parse(found.outcomes) as Outcome[];
  const generations = outcomes.filter((outcome) => typeof outcome === 'number');
  const rows = await query<OperationRow>(
    `select ${OPERATION_COLUMNS} from $schema.operation o where o.namespace_key = $1 and (o.generation = any($2)
       or o.generation in (select previous from $schema.operation where namespace_key = $1 and generation = any($2)))`,
    [row.namespace_key, generations],
  );
  const records = new Map(rows.map(toRecord).map((record) => [record.generation, record]));
  return outcomes.map((outcome): Commit => {
    if (typeof outcome !== 'number') return { ok: false, refusal: outcome };
    const record = records.get(outcome)!;
    const before = record.previous === null ? undefined : records.get(record.previous);
    return { ok: true, record, before: before && toEntry(before) };
  });
}
