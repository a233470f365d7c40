/**
 * The store contract.
 *
 * @module
 */
import type { Entry, EntryId } from './entry.ts';
import type { LogRecord } from './log.ts';
import type { Refusal } from './operation.ts';
import type { StoreSearch } from './retriever.ts';
import type { StoreVectors, VectorSet } from './vector-set.ts';
import type { Write } from './write.ts';

/** What became of one write: the record it left in the log, or why it was refused. */
export type Commit =
  | { readonly ok: true; readonly record: LogRecord; readonly before: Entry | undefined }
  | { readonly ok: false; readonly refusal: Refusal };

export interface CommitOptions {
  /** Milliseconds; becomes `time` of the records. */
  readonly time: number;
  readonly actor?: string | null;
  /** Generation that the first write takes back. */
  readonly undoOf?: number | null;
  /** Creates beyond this many live, unexpired entries are refused with `over-capacity`; the scratchpad is not counted. */
  readonly capacity?: number;
  /** When any write is refused, none is applied. Default false: the others go on. */
  readonly atomic?: boolean;
  /**
   * The caller's own name for this commit. Committing under a key for the second time changes nothing and
   * returns what the first time did: a caller that lost its answer can safely ask again.
   */
  readonly key?: string;
  /** Name of the embedder that the writes' vectors came from; needed when there are any. */
  readonly embedder?: string;
}

export interface LogRange {
  /** Records with a generation above this. Default 0: from the beginning. */
  readonly after?: number;
  /** Records up to and with this generation. Default: to the end. */
  readonly upTo?: number;
  /** Records of this entry only: its history. */
  readonly id?: EntryId;
}

export interface PurgeOptions {
  readonly time: number;
  readonly actor?: string | null;
}

export interface PurgeReport {
  /** Log records whose text and metadata were erased. */
  readonly records: number;
  /** Entries that were live and are now deleted; each left one more record, without text. */
  readonly deleted: number;
}

/**
 * Where entries and their log live. Namespaces are walls: every call names one, and nothing reaches an
 * entry of another, whatever its text or id. An unknown namespace is an empty one. Whatever the outside
 * world does to a store, it fails with an `AtomMemError` and stays usable.
 */
export interface Store {
  readonly name: string;
  /** Applies writes in order, in one transaction; one commit for each write, in the same order. */
  commit(namespace: string, writes: readonly Write[], options: CommitOptions): Promise<readonly Commit[]>;
  /** Generation of the newest record; 0 for an empty namespace. */
  generation(namespace: string): Promise<number>;
  /** A live entry (the scratchpad too). */
  get(namespace: string, id: EntryId): Promise<Entry | undefined>;
  /** Live entries in the order of their creation, without the scratchpad. */
  list(namespace: string): Promise<readonly Entry[]>;
  /** Records in the order of their generation. */
  log(namespace: string, range?: LogRange): Promise<readonly LogRecord[]>;
  /** Names of all namespaces that hold at least one record, sorted. */
  namespaces(): Promise<readonly string[]>;
  /**
   * Erases the texts and metadata of entries for good, from the entries, the log, every index and the space
   * that they took on disk. Live ones are deleted first, with a record. Unknown ids are ignored.
   */
  purge(namespace: string, ids: readonly EntryId[], options: PurgeOptions): Promise<PurgeReport>;
  /**
   * Writes records as they are into a namespace that has none, all or nothing: what an import and a branch
   * do. The records must be a whole log (`checkLog`).
   *
   * @throws AtomMemError `not-empty`
   */
  restore(namespace: string, records: readonly LogRecord[], vectors?: VectorSet): Promise<void>;
  /** The vectors of live entries. */
  readonly vectors: StoreVectors;
  /** Search by indexes of the store's own; absent where it has none. */
  readonly search?: StoreSearch;
  /**
   * Counts that entries were shown. A statistic, not truth: kept in this process and written with the next
   * commit or at `close`, so that reading never costs a write; a crash loses what was not yet written.
   */
  noteReads(namespace: string, ids: readonly EntryId[]): void;
  /** How often each entry was shown; those never shown are absent. */
  reads(namespace: string): Promise<ReadonlyMap<EntryId, number>>;
  close(): Promise<void>;
}
