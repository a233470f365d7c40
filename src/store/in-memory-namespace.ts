/**
 * One namespace of the in-memory store.
 *
 * @module
 */
import { type Entry, type EntryId, SCRATCHPAD } from '../memory/entry.ts';
import { type LogRecord, toEntry } from '../memory/log.ts';
import { type PlannedRecord, planCommit } from '../memory/plan-commit.ts';
import type { Showing } from '../memory/showing.ts';
import type { Commit, CommitOptions } from '../memory/store.ts';
import { checkSpace, type VectorSpace } from '../memory/vector-set.ts';
import type { Write } from '../memory/write.ts';
import { createFlatIndex, type FlatIndex, type FlatIndexOptions } from '../search/flat-index.ts';

/** The state of one namespace. */
export interface InMemoryNamespace {
  readonly records: LogRecord[];
  readonly entries: Map<EntryId, Entry>;
  /** Expiry times of the entries that expire. */
  readonly expiry: Map<EntryId, number>;
  /** The newest record of every id, also of deleted ones, because versions continue after a delete. */
  readonly newest: Map<EntryId, LogRecord>;
  readonly vectors: Map<EntryId, Float32Array>;
  readonly reads: Map<EntryId, number>;
  readonly showings: Map<EntryId, readonly Showing[]>;
  readonly commits: Map<string, readonly Commit[]>;
  /** Options of the vector index. */
  readonly flatOptions: FlatIndexOptions;
  space: VectorSpace | undefined;
  /** The index of the vectors; present if `space` is. */
  flat: FlatIndex | undefined;
}

export function emptyNamespace(flatOptions: FlatIndexOptions): InMemoryNamespace {
  return {
    flatOptions,
    records: [],
    entries: new Map(),
    expiry: new Map(),
    newest: new Map(),
    vectors: new Map(),
    reads: new Map(),
    showings: new Map(),
    commits: new Map(),
    space: undefined,
    flat: undefined,
  };
}

export function commitAll(
  namespace: string,
  space: InMemoryNamespace,
  writes: readonly Write[],
  options: CommitOptions,
): readonly Commit[] {
  const { key, embedder } = options;
  const earlier = key === undefined ? undefined : space.commits.get(key);
  if (earlier !== undefined) return earlier;
  const plan = planCommit(writes, options, {
    generation: space.records.length,
    newest: (id) => space.newest.get(id),
    count: (now) => countLive(space, now),
  });
  if (plan.dimensions !== undefined) {
    enterSpace(namespace, space, { embedder: embedder!, dimensions: plan.dimensions });
  }
  for (const planned of plan.records) append(space, planned);
  if (key !== undefined) space.commits.set(key, plan.commits);
  return plan.commits;
}

function countLive(space: InMemoryNamespace, now: number): number {
  let count = 0;
  for (const { id, expiresAt } of space.entries.values()) {
    if (id !== SCRATCHPAD && (expiresAt ?? Infinity) > now) count++;
  }
  return count;
}

export function append(space: InMemoryNamespace, { record, vector }: PlannedRecord): void {
  space.records.push(record);
  space.newest.set(record.id, record);
  const entry = toEntry(record);
  if (entry === undefined) space.entries.delete(record.id);
  else space.entries.set(record.id, entry);
  if (entry?.expiresAt === undefined) space.expiry.delete(record.id);
  else space.expiry.set(record.id, entry.expiresAt);
  if (vector === 'keep') return;
  if (vector === 'none') dropVector(space, record.id);
  else setVector(space, record.id, vector);
}

export function enterSpace(namespace: string, space: InMemoryNamespace, given: VectorSpace): void {
  checkSpace(namespace, space.space, given);
  space.space ??= { embedder: given.embedder, dimensions: given.dimensions };
  space.flat ??= createFlatIndex(given.dimensions, space.flatOptions);
}

export function leaveSpace(space: InMemoryNamespace): void {
  space.vectors.clear();
  space.flat?.clear();
  space.flat = undefined;
  space.space = undefined;
}

export function setVector(space: InMemoryNamespace, id: EntryId, vector: Float32Array): void {
  space.vectors.set(id, vector.slice());
  space.flat?.set(id, vector);
}

function dropVector(space: InMemoryNamespace, id: EntryId): void {
  if (space.vectors.delete(id)) space.flat?.remove(id);
}

export function eraseTexts(space: InMemoryNamespace, ids: ReadonlySet<EntryId>): number {
  let erased = 0;
  for (const [position, record] of space.records.entries()) {
    if (!ids.has(record.id)) continue;
    if (record.text !== null) erased++;
    const blank = Object.freeze({ ...record, text: null, meta: null });
    space.records[position] = blank;
    if (space.newest.get(record.id)?.generation === record.generation) space.newest.set(record.id, blank);
  }
  for (const id of ids) {
    space.reads.delete(id);
    space.showings.delete(id);
  }
  // The result kept for a repeated commit holds texts too.
  const purged = (commit: Commit): boolean => commit.ok && ids.has(commit.record.id);
  for (const [key, commits] of space.commits) {
    if (!commits.some(purged)) continue;
    space.commits.set(
      key,
      commits.map((commit) =>
        commit.ok && purged(commit)
          ? { ...commit, before: undefined, record: { ...commit.record, text: null, meta: null } }
          : commit,
      ),
    );
  }
  return erased;
}
