/**
 * The `Memory` contract: one namespace of a store with a scratchpad, a standing query and a numbered view.
 *
 * @module
 */
import type { Clock } from '../shared/clock.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Entry, EntryId } from './entry.ts';
import type { LogDifference, LogRecord, LogState } from './log.ts';
import type { AppliedEffect, Effect, Operation } from './operation.ts';
import type { MetaFilter, Retriever } from './retriever.ts';
import type { Commit, LogRange, Store } from './store.ts';
import type { View } from './view.ts';

/** When a Read shows its result: in the next step's view (as in the paper) or at once in the effect. */
export type ReadTiming = 'next-step' | 'same-step';

/** What happens to a Create beyond the capacity: refused, or discarded as in the paper's capped runs. */
export type OverCapacity = 'refuse' | 'discard-newest';

export interface MemoryOptions {
  readonly store: Store;
  /** The namespace of an episode, a user or a project. Memories of other namespaces never see its entries. */
  readonly namespace: string;
  readonly retriever: Retriever;
  readonly clock: Clock;
  /** Number of entries shown for a query. Default: 6 (paper, section 4.1). */
  readonly k?: number;
  readonly readTiming?: ReadTiming;
  /** Largest number of live entries, without the scratchpad. Default: no limit. */
  readonly capacity?: number;
  /**
   * Largest number of characters of all live entries and the scratchpad together. A Create or Update beyond it is
   * refused with `over-capacity`. Concurrent writers of one namespace can exceed it. Default: no limit.
   */
  readonly characterCapacity?: number;
  readonly overCapacity?: OverCapacity;
  /**
   * `refuse` refuses a Create if an entry has the same text, ignoring case, spacing and Unicode
   * normalisation. Default: `allow` (released code).
   */
  readonly duplicates?: 'allow' | 'refuse';
  /** Whether a slot refers to the entry shown there or (released code) to the oldest entry of equal text. */
  readonly identity?: 'id' | 'equal-text';
  /** Whether slot 0 refers to nothing or (released code) to the last entry shown. */
  readonly slotZero?: 'invalid' | 'last-entry';
  /** Sets `meta.owner` of new entries and shows only entries of this owner. For episodes that share a namespace. */
  readonly owner?: string;
}

export interface ApplyOptions {
  /** Recorded in the log with every record. */
  readonly actor?: string;
  /** Identifies the call. A second call with the same key changes nothing and returns the first result. */
  readonly key?: string;
  readonly signal?: AbortSignal;
}

export interface ReadOptions {
  /** Largest number of entries. Default: `k` of the memory. */
  readonly limit?: number;
  /** Conditions on `meta`. */
  readonly filter?: MetaFilter;
  readonly signal?: AbortSignal;
}

export interface CreateOptions extends ApplyOptions {
  /** JSON stored beside the text. `meta.sources` lists ids of documents. */
  readonly meta?: JsonObject;
  /** Time after which the entry is no longer shown, in milliseconds of the memory's clock. Default: never. */
  readonly expiresAt?: number;
}

export interface UpdateOptions extends ApplyOptions {
  /** Merged into the entry's own `meta`. */
  readonly meta?: JsonObject;
  /** `null` removes the expiry. Default: unchanged. */
  readonly expiresAt?: number | null;
  /** If the entry has another version, the update is refused with `version-conflict`. */
  readonly expectedVersion?: number;
}

export interface DeleteOptions extends ApplyOptions {
  readonly expectedVersion?: number;
}

/** The effect of `create` or `update`. */
export type WrittenEffect = AppliedEffect & { readonly id: EntryId; readonly entry: Entry };

/** The effect of `delete`. */
export type DeletedEffect = AppliedEffect & { readonly id: EntryId };

/** A namespace of a store with a scratchpad, a standing query and a numbered view. */
export interface Memory {
  readonly namespace: string;
  /**
   * Creates an entry and returns the effect with its `id`.
   *
   * @throws AtomMemError `operation-refused`
   */
  create(text: string, options?: CreateOptions): Promise<WrittenEffect>;
  /**
   * Returns the entries for a query, best first. Does not change the view.
   *
   * @throws AtomMemError `bad-argument`
   */
  read(query: string, options?: ReadOptions): Promise<readonly Entry[]>;
  /**
   * Replaces the text of an entry, or of the scratchpad (id `'scratchpad'`).
   *
   * @throws AtomMemError `operation-refused`
   */
  update(id: EntryId, text: string, options?: UpdateOptions): Promise<WrittenEffect>;
  /**
   * Deletes an entry. The log keeps its text until `purge`.
   *
   * @throws AtomMemError `operation-refused`
   */
  delete(id: EntryId, options?: DeleteOptions): Promise<DeletedEffect>;
  /**
   * Applies operations in order and returns one effect for each. Never throws because of what a policy
   * wrote: a value that is not an operation is refused with `malformed-operation`, the others are applied.
   *
   * @throws AtomMemError `bad-argument` if `key` belongs to a call with another number of writes
   */
  apply(operations: readonly Operation[], options?: ApplyOptions): Promise<readonly Effect[]>;
  /** Retrieves entries for the standing query. Slots refer to this view until the next call. */
  observe(signal?: AbortSignal): Promise<View>;
  /** Sets the standing query without an operation. Environments use it to pose a question. */
  pose(query: string | null): void;
  /** Returns all live entries, oldest first, without the scratchpad. */
  entries(): Promise<readonly Entry[]>;
  scratchpad(): Promise<Entry | undefined>;
  /**
   * Records that these entries were shown to a model now, if the store keeps showings. The live view lists them.
   *
   * @param purpose why they were shown, such as `recalled for turn 3`. Must not contain text of the user.
   */
  noteShown(entries: readonly Pick<Entry, 'id'>[], purpose: string): void;
  log(range?: LogRange): Promise<readonly LogRecord[]>;
  /** Returns the state after a generation, including the scratchpad. */
  asOf(generation: number): Promise<LogState>;
  difference(from: number, to: number): Promise<LogDifference>;
  /** Undoes one record. Refused with `version-conflict` if its entry has changed since. */
  undo(generation: number, actor?: string): Promise<Commit>;
  /** Undoes everything after a generation, by new records. */
  undoSince(generation: number, actor?: string): Promise<readonly Commit[]>;
}
