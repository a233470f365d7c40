/**
 * Decides what a commit does. All stores plan with this function, so that they agree.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { freezeJson } from '../shared/freeze-json.ts';
import type { JsonObject } from '../shared/json.ts';
import { type Entry, type EntryId, SCRATCHPAD } from './entry.ts';
import { type LogRecord, toEntry } from './log.ts';
import type { Refusal } from './operation.ts';
import type { Commit, CommitOptions } from './store.ts';
import { checkVector } from './vector-set.ts';
import type { CreateWrite, UpdateWrite, Write } from './write.ts';

/** The state of a namespace that a commit depends on. */
export interface NamespaceState {
  /** Generation of the newest record, or 0. */
  readonly generation: number;
  /** Returns the newest record of an id, also if it is a delete. */
  newest(id: EntryId): LogRecord | undefined;
  /** Returns the number of live entries that have not expired at this time, without the scratchpad. */
  count(now: number): number;
}

/** A record to append, with the vector of the entry. */
export interface PlannedRecord {
  readonly record: LogRecord;
  /** `keep`: the text is unchanged, and so is its vector. */
  readonly vector: Float32Array | 'keep' | 'none';
}

export interface CommitPlan {
  /** One for each write. */
  readonly commits: readonly Commit[];
  /** Records to append, in order; empty if an atomic commit is refused. */
  readonly records: readonly PlannedRecord[];
  /** Length of the vectors; `undefined` if no write has one. */
  readonly dimensions: number | undefined;
}

/**
 * Returns what a commit does: which writes are refused, and the records of the others.
 *
 * @throws AtomMemError `bad-vector`
 * @throws AtomMemError `bad-argument` if a time is not finite
 */
export function planCommit(
  writes: readonly Write[],
  options: CommitOptions,
  state: NamespaceState,
): CommitPlan {
  checkTimes(writes, options);
  const dimensions = checkVectors(writes, options);
  const staged = new Map<EntryId, LogRecord>();
  const newest = (id: EntryId): LogRecord | undefined => staged.get(id) ?? state.newest(id);
  const room = createRoom(options, state);
  const commits: Commit[] = [];
  const records: PlannedRecord[] = [];
  for (const [position, write] of writes.entries()) {
    const generation = state.generation + records.length + 1;
    const id = write.id ?? freshId(generation, newest);
    const last = newest(id);
    const before = last && toEntry(last);
    const refusal = findRefusal(write, id, last, before, room);
    if (refusal !== undefined) {
      if (options.atomic) return refuseAll(writes, refusal, dimensions);
      commits.push({ ok: false, refusal });
      continue;
    }
    const undoOf = position === 0 ? (options.undoOf ?? null) : null;
    const record = createRecord(write, { generation, id, last, before, undoOf }, options);
    staged.set(id, record);
    if (id !== SCRATCHPAD) room.take(before, record);
    records.push({ record, vector: planVector(write, id, before) });
    commits.push({ ok: true, record, before });
  }
  return { commits, records, dimensions };
}

/** Returns an id named after the generation. If an import has used the name, it gets a suffix. */
function freshId(generation: number, newest: (id: EntryId) => LogRecord | undefined): EntryId {
  let id = `m${generation}`;
  for (let suffix = 1; newest(id) !== undefined; suffix++) id = `m${generation}.${suffix}`;
  return id;
}

interface Room {
  full(): boolean;
  take(before: Entry | undefined, record: LogRecord): void;
}

/** Counts entries only if there is a limit. */
function createRoom({ capacity, time }: CommitOptions, state: NamespaceState): Room {
  let added = 0;
  let stored: number | undefined;
  return {
    full() {
      if (capacity === undefined) return false;
      stored ??= state.count(time);
      return stored + added >= capacity;
    },
    take(before, record) {
      const live = (entry: Entry | undefined): number =>
        entry !== undefined && (entry.expiresAt ?? Infinity) > time ? 1 : 0;
      added += live(toEntry(record)) - live(before);
    },
  };
}

function findRefusal(
  write: Write,
  id: EntryId,
  last: LogRecord | undefined,
  before: Entry | undefined,
  room: Room,
): Refusal | undefined {
  const expected = write.expectedVersion;
  if (write.kind === 'create') {
    if (before !== undefined) return 'version-conflict';
    if (expected !== undefined && expected !== (last?.version ?? 0)) return 'version-conflict';
    return id !== SCRATCHPAD && room.full() ? 'over-capacity' : undefined;
  }
  if (before === undefined) {
    return write.kind === 'update' && id === SCRATCHPAD ? undefined : 'no-such-entry';
  }
  return expected !== undefined && expected !== before.version ? 'version-conflict' : undefined;
}

interface Place {
  readonly generation: number;
  readonly id: EntryId;
  readonly last: LogRecord | undefined;
  readonly before: Entry | undefined;
  readonly undoOf: number | null;
}

function createRecord(write: Write, place: Place, { time, actor }: CommitOptions): LogRecord {
  const { generation, id, last, before, undoOf } = place;
  const gone = write.kind === 'delete';
  return Object.freeze({
    generation,
    kind: gone ? 'delete' : before === undefined ? 'create' : 'update',
    id,
    version: (last?.version ?? 0) + 1,
    previous: last?.generation ?? null,
    undoOf,
    actor: actor ?? null,
    time,
    // A restored entry keeps its age.
    createdAt: last?.createdAt ?? time,
    text: gone ? null : write.text,
    meta: gone ? null : freezeJson(metaAfter(write, before)),
    expiresAt: gone ? null : write.expiresAt === undefined ? (before?.expiresAt ?? null) : write.expiresAt,
  } satisfies LogRecord);
}

function metaAfter(write: CreateWrite | UpdateWrite, before: Entry | undefined): JsonObject {
  if (write.kind === 'update' && !write.replaceMeta) return { ...before?.meta, ...write.meta };
  return write.meta ?? {};
}

function planVector(write: Write, id: EntryId, before: Entry | undefined): PlannedRecord['vector'] {
  if (write.kind === 'delete' || id === SCRATCHPAD) return 'none';
  return write.vector ?? (before?.text === write.text ? 'keep' : 'none');
}

function refuseAll(writes: readonly Write[], refusal: Refusal, dimensions: number | undefined): CommitPlan {
  return { commits: writes.map(() => ({ ok: false, refusal })), records: [], dimensions };
}

/** Rejects times that are not finite: stores and exports would round-trip them differently. */
function checkTimes(writes: readonly Write[], { time }: CommitOptions): void {
  if (!Number.isFinite(time)) {
    throw new AtomMemError('bad-argument', {
      problem: `the time of a commit is ${time}`,
      remedy: 'Give milliseconds',
      details: { option: 'time', value: time },
    });
  }
  for (const write of writes) {
    if (write.kind === 'delete' || Number.isFinite(write.expiresAt ?? 0)) continue;
    throw new AtomMemError('bad-argument', {
      problem: `"expiresAt" is ${write.expiresAt}`,
      remedy: 'Give milliseconds, or null for never',
      details: { option: 'expiresAt', value: write.expiresAt },
    });
  }
}

function checkVectors(writes: readonly Write[], { embedder }: CommitOptions): number | undefined {
  let dimensions: number | undefined;
  for (const write of writes) {
    if (write.kind === 'delete' || write.vector === undefined) continue;
    dimensions ??= write.vector.length;
    checkVector(write.vector, dimensions);
  }
  if (dimensions !== undefined && embedder === undefined) {
    throw new AtomMemError('bad-vector', {
      problem: 'a write has a vector, and the commit names no embedder',
      remedy: 'Set "embedder" in the options of the commit',
    });
  }
  return dimensions;
}
