/**
 * The store contract.
 *
 * @module
 */
import type { Entry, EntryId } from './entry.ts';
import type { LogRecord } from './log.ts';
import type { Refusal } from './operation.ts';
import type { StoreSearch } from './retriever.ts';
import type { Showing } from './showing.ts';
import type { StoreVectors, VectorSet } from './vector-set.ts';
import type { Write } from './write.ts';

/** The outcome of one write: its record in the log, or why it was refused. */
export type Commit =
  | { readonly ok: true; readonly record: LogRecord; readonly before: Entry | undefined }
  | { readonly ok: false; readonly refusal: Refusal };

export interface CommitOptions {
  /** Milliseconds; becomes `time` of the records. */
  readonly time: number;
  readonly actor?: string | null;
  /** Generation that the first write undoes. */
  readonly undoOf?: number | null;
  /** Creates beyond this number of live, unexpired entries, without the scratchpad, are refused with `over-capacity`. */
  readonly capacity?: number;
  /** Whether one refused write rejects the whole batch. Default: false. */
  readonly atomic?: boolean;
  /**
   * Idempotency key. A second commit with the same key changes nothing and returns the result of the first, so
   * a caller that lost the answer can repeat the call.
   */
  readonly key?: string;
  /** Name of the embedder of the vectors. Required if a write has a vector. */
  readonly embedder?: string;
}

export interface LogRange {
  /** Only records after this generation. Default: 0, from the beginning. */
  readonly after?: number;
  /** Only records up to this generation, inclusive. Default: to the end. */
  readonly upTo?: number;
  /** Only records of this entry. */
  readonly id?: EntryId;
}

export interface PurgeOptions {
  readonly time: number;
  readonly actor?: string | null;
}

export interface PurgeReport {
  /** Log records whose text and metadata were erased. */
  readonly records: number;
  /** Live entries that were deleted. Each delete is a record without text. */
  readonly deleted: number;
}

/**
 * Stores entries and their log. Namespaces are isolated: every call names one, and no text or id reaches an
 * entry of another. An unknown namespace is empty. On failures of disk or network, calls reject with an
 * `AtomMemError` and the store stays usable.
 */
export interface Store {
  readonly name: string;
  /** Applies writes in order, in one transaction. Returns one commit for each write, in the same order. */
  commit(namespace: string, writes: readonly Write[], options: CommitOptions): Promise<readonly Commit[]>;
  /** Returns the generation of the newest record; 0 for an empty namespace. */
  generation(namespace: string): Promise<number>;
  /** Returns a live entry, or the scratchpad. */
  get(namespace: string, id: EntryId): Promise<Entry | undefined>;
  /** Returns live entries in the order of their creation, without the scratchpad. */
  list(namespace: string): Promise<readonly Entry[]>;
  /** Returns records in the order of their generation. */
  log(namespace: string, range?: LogRange): Promise<readonly LogRecord[]>;
  /** Returns the names of all namespaces that hold a record, sorted. */
  namespaces(): Promise<readonly string[]>;
  /**
   * Erases the texts and metadata of entries from the log, all indexes and the disk. Live entries are deleted
   * first, with a record. Unknown ids are ignored. If a crash interrupts it, the next opening finishes it.
   */
  purge(namespace: string, ids: readonly EntryId[], options: PurgeOptions): Promise<PurgeReport>;
  /**
   * Writes records unchanged into an empty namespace, all or nothing, for imports and branches. The records must
   * be a complete log (`checkLog`).
   *
   * @throws AtomMemError `not-empty`
   */
  restore(namespace: string, records: readonly LogRecord[], vectors?: VectorSet): Promise<void>;
  /** The vectors of live entries. */
  readonly vectors: StoreVectors;
  /** Search by the store's own indexes; absent if it has none. */
  readonly search?: StoreSearch;
  /**
   * Counts that searches returned entries. Counts are kept in this process and written with the next commit or at
   * `close`, so reading never costs a write. A crash loses counts that were not yet written.
   */
  noteReads(namespace: string, ids: readonly EntryId[]): void;
  /** Returns how many searches returned each entry. Entries that no search returned are absent. */
  reads(namespace: string): Promise<ReadonlyMap<EntryId, number>>;
  /**
   * Records that entries were shown to a model. Never waits for a write: a persistent store writes with the next
   * commit, after a second, or at `close`. A crash loses records that are not yet written. Absent if the store does
   * not keep showings.
   */
  noteShown?(namespace: string, ids: readonly EntryId[], showing: Showing): void;
  /** Returns the latest 20 showings of an entry, newest first. Present if `noteShown` is. */
  showings?(namespace: string, id: EntryId): Promise<readonly Showing[]>;
  close(): Promise<void>;
}
