import type { Entry, EntryId } from './entry.ts';
import type { LogRecord } from './log.ts';
import type { Refusal } from './operation.ts';
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
  /** Creates beyond this many live entries are refused with `over-capacity`; the scratchpad is not counted. */
  readonly capacity?: number;
  /** When any write is refused, none is applied. Default false: the others go on. */
  readonly atomic?: boolean;
}

export interface LogRange {
  /** Records with a generation above this. Default 0: from the beginning. */
  readonly after?: number;
  /** Records up to and with this generation. Default: to the end. */
  readonly upTo?: number;
}

/**
 * Where entries and their log live. Namespaces are walls: every call names one, and nothing reaches an
 * entry of another, whatever its text or id. An unknown namespace is an empty one.
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
  close(): Promise<void>;
}
