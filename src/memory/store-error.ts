/** What went wrong in a store, for a program to decide by. */
export type StoreErrorKind =
  /** The file is damaged, or the log and the entries disagree. */
  | 'corrupted'
  /** The file or database belongs to another program. */
  | 'foreign'
  /** Written by a newer version of this program. */
  | 'newer-schema'
  /** No room left on the disk. */
  | 'full'
  | 'read-only'
  /** Another process held the store longer than this one was ready to wait. */
  | 'locked'
  | 'closed'
  /** The file, folder or server cannot be reached at all. */
  | 'unreachable'
  /** The connection went away while an operation was under way; `applied` says what became of it. */
  | 'connection-lost'
  | 'missing-library'
  /** A vector holds something that is not a finite number, or has the wrong length. */
  | 'bad-vector'
  /** Vectors of another embedder are stored in the namespace. */
  | 'embedder-mismatch'
  /** The target of an import or a branch holds records already. */
  | 'not-empty'
  /** What should be imported is not an export. */
  | 'malformed-import'
  | 'unknown';

export interface StoreErrorDetails {
  readonly kind: StoreErrorKind;
  /** What happened, with the value that it happened to. */
  readonly problem: string;
  /** What the reader can do about it. */
  readonly remedy: string;
  readonly cause?: unknown;
  /** Whether the operation took effect, where the failure leaves room for doubt. Default `no`. */
  readonly applied?: 'yes' | 'no' | 'unknown';
}

/** The one shape in which stores fail. A failed operation has changed nothing unless `applied` says so. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly kind: StoreErrorKind;
  readonly remedy: string;
  readonly applied: 'yes' | 'no' | 'unknown';

  constructor({ kind, problem, remedy, cause, applied = 'no' }: StoreErrorDetails) {
    super(`${problem}: ${remedy}`, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.remedy = remedy;
    this.applied = applied;
  }
}
