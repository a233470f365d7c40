/**
 * The operation log, from which every state can be rebuilt.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';
import { type Entry, type EntryId, SCRATCHPAD } from './entry.ts';
import type { Write } from './write.ts';

/**
 * One line of a namespace's operation log. The log is authoritative: a record holds the whole entry after the
 * write, so any state can be rebuilt from records alone.
 */
export interface LogRecord {
  /** 1, 2, 3 … without gaps in its namespace. */
  readonly generation: number;
  readonly kind: 'create' | 'update' | 'delete';
  readonly id: EntryId;
  /** The entry's version after this write. */
  readonly version: number;
  /** Generation of this entry's record before this one; `null` for its first. */
  readonly previous: number | null;
  /** Generation of the record that this one undoes; `null` if it is not an undo. */
  readonly undoOf: number | null;
  /** Who wrote, as named by the caller. */
  readonly actor: string | null;
  /** Milliseconds of the writer's clock. */
  readonly time: number;
  readonly createdAt: number;
  /** `null` for a delete, and after a purge. */
  readonly text: string | null;
  readonly meta: JsonObject | null;
  readonly expiresAt: number | null;
}

/** Entries by id, in the order in which they were created; the scratchpad is one of them. */
export type LogState = ReadonlyMap<EntryId, Entry>;

/** What changed from one state to another. */
export interface LogDifference {
  readonly created: readonly Entry[];
  readonly updated: readonly { readonly before: Entry; readonly after: Entry }[];
  readonly deleted: readonly Entry[];
}

/** Returns the entry after a record, or `undefined` after a delete. */
export function toEntry(record: LogRecord): Entry | undefined {
  if (record.kind === 'delete' || record.text === null) return undefined;
  return Object.freeze({
    id: record.id,
    text: record.text,
    meta: record.meta ?? {},
    version: record.version,
    createdAt: record.createdAt,
    updatedAt: record.time,
    ...(record.expiresAt === null ? {} : { expiresAt: record.expiresAt }),
  });
}

/**
 * Rebuilds a namespace from its log. Equal records give equal entries, byte for byte.
 *
 * @param upTo the last generation to apply (default: all)
 * @example
 * const yesterday = replayLog(await memory.log(), { upTo: 41 });
 */
export function replayLog(records: Iterable<LogRecord>, options: { readonly upTo?: number } = {}): LogState {
  const state = new Map<EntryId, Entry>();
  for (const record of records) {
    if (options.upTo !== undefined && record.generation > options.upTo) break;
    const entry = toEntry(record);
    if (entry === undefined) state.delete(record.id);
    else state.set(record.id, entry);
  }
  return state;
}

/** Returns the write that undoes `record`. `before` is the entry before the record, if it existed. */
export function invertRecord(record: LogRecord, before: Entry | undefined): Write {
  if (before === undefined) return { kind: 'delete', id: record.id, expectedVersion: record.version };
  if (record.kind === 'delete') {
    return { ...restore(before), kind: 'create', expectedVersion: record.version };
  }
  return { ...restore(before), kind: 'update', replaceMeta: true, expectedVersion: record.version };
}

/** Compares two states of a namespace. Each list keeps the order of its state. */
export function compareStates(before: LogState, after: LogState): LogDifference {
  const created: Entry[] = [];
  const updated: { before: Entry; after: Entry }[] = [];
  for (const entry of after.values()) {
    const old = before.get(entry.id);
    if (old === undefined) created.push(entry);
    else if (!sameContent(old, entry)) updated.push({ before: old, after: entry });
  }
  const deleted = [...before.values()].filter((entry) => !after.has(entry.id));
  return { created, updated, deleted };
}

/** Returns the writes that restore the state `then` from `now`. */
export function writesToRestore(now: LogState, then: LogState): readonly Write[] {
  const difference = compareStates(now, then);
  return [
    ...difference.deleted.map(({ id, version }): Write => ({ kind: 'delete', id, expectedVersion: version })),
    ...difference.updated.map(
      ({ before, after }): Write => ({
        ...restore(after),
        kind: 'update',
        replaceMeta: true,
        expectedVersion: before.version,
      }),
    ),
    ...difference.created.map((entry): Write => ({ ...restore(entry), kind: 'create' })),
  ];
}

/** Returns the entries of a state without the scratchpad. */
export function storedEntries(state: LogState): readonly Entry[] {
  return [...state.values()].filter((entry) => entry.id !== SCRATCHPAD);
}

function restore(entry: Entry): { id: EntryId; text: string; meta: JsonObject; expiresAt: number | null } {
  return { id: entry.id, text: entry.text, meta: entry.meta, expiresAt: entry.expiresAt ?? null };
}

function sameContent(one: Entry, other: Entry): boolean {
  return (
    one.text === other.text &&
    one.expiresAt === other.expiresAt &&
    JSON.stringify(one.meta) === JSON.stringify(other.meta)
  );
}
