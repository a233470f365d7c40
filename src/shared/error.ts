/**
 * `AtomMemError`, the one error class of the package, with its codes and the fields of each code.
 *
 * @module
 */

/** State of a failed write. Unless stated otherwise, a failed write changed nothing. */
export type Applied = 'yes' | 'no' | 'unknown';

/** Fields of errors that stores throw. */
export interface StoreFailure {
  /** Whether the operation took effect. Default: `'no'`. */
  readonly applied?: Applied;
}

/** Fields of errors that engines throw. */
export interface EngineFailure {
  /** 0-based position of the invalid datum in the call. */
  readonly datum?: number;
}

/** Fields of errors about a user's file. */
export interface FileFailure {
  readonly path?: string;
  /** 1-based line in the file. */
  readonly line?: number;
}

/** Fields of errors about an argument, an option or a flag. */
export interface OptionFailure {
  /** Name of the argument, option or flag. */
  readonly option?: string;
  readonly value?: unknown;
  /** Values that are accepted. */
  readonly accepted?: readonly string[];
}

/** Fields of errors about an optional package. */
export interface PackageFailure {
  readonly package?: string;
}

/** Every error code with the fields of its errors. A new kind of failure adds its code here. */
export interface AtomMemErrorDetails {
  // Calls
  /** A function was called with a value of the wrong type or range. */
  'bad-argument': OptionFailure;
  /** An option has a value that is not accepted. */
  'bad-option': OptionFailure;
  /** The command line is wrong. The process exits with code 2. */
  usage: OptionFailure;
  /** An optional package is not installed. */
  'missing-package': PackageFailure & FileFailure;
  /** `memory.create`, `update` or `delete` was refused; `reason` is the `Refusal`. */
  'operation-refused': { readonly reason: string };
  /** A policy received an observation of a stage that it does not handle. */
  'unsupported-observation': { readonly stage: string; readonly reader: string };
  /** A policy, tool or task returned something that the loop cannot use. */
  'bad-return': { readonly from: string };

  // Stores
  /** The file is damaged, or the log and the entries disagree. */
  corrupted: StoreFailure;
  /** The file or database belongs to another program. */
  foreign: StoreFailure;
  /** A newer version of the package wrote the file. */
  'newer-schema': StoreFailure;
  /** The file was deleted or replaced while the store had it open. */
  'file-replaced': StoreFailure;
  /** The disk or the server is full. */
  full: StoreFailure;
  'read-only': StoreFailure;
  /** Another process held the lock for longer than the allowed wait. */
  locked: StoreFailure;
  /** The connection was lost during an operation. */
  'connection-lost': StoreFailure;
  'missing-library': StoreFailure;
  /** The namespace holds vectors of another embedder. */
  'embedder-mismatch': StoreFailure;
  /** A vector has the wrong length, or holds NaN or Infinity. */
  'bad-vector': StoreFailure;
  /** The target of an import or a branch already holds records. */
  'not-empty': StoreFailure;
  /** Files of a folder were not imported or exported, because they and the store both changed. */
  'edit-conflict': FileFailure;
  /** The input of an import is not an export. */
  'malformed-import': StoreFailure & FileFailure;
  /** The store failed for another reason. */
  unknown: StoreFailure;

  // Stores and engines
  /** The file, folder or server cannot be reached. */
  unreachable: StoreFailure & EngineFailure;
  /** The object was used after `close`. */
  closed: StoreFailure & EngineFailure;
  'out-of-memory': StoreFailure & EngineFailure;
  'timed-out': EngineFailure & FileFailure;

  // Engines and training
  'bad-config': EngineFailure;
  'bad-input': EngineFailure;
  'token-out-of-range': EngineFailure;
  'context-exceeded': EngineFailure;
  /** A loss, gradient or log-probability is not finite. */
  'not-finite': EngineFailure;
  'bad-checkpoint': EngineFailure;
  'checkpoint-exists': EngineFailure;
  'worker-died': EngineFailure;
  /** The engine does not support the request. Nothing ran. */
  unsupported: EngineFailure;
  /** The server speaks another protocol. */
  'wrong-server': EngineFailure;
  /** The server rejected the API key. */
  unauthorized: EngineFailure;
  /** The server refused the request. */
  refused: EngineFailure;
  /** The state of the weights on the server is unknown. */
  'model-lost': EngineFailure;
  /** Training stopped at `step`. */
  'training-stopped': {
    readonly step: number;
    readonly batch: string;
    /** Path of the last valid checkpoint; `null` before the first. */
    readonly checkpoint: string | null;
  };

  /** The folder holds a run, weights or other files that the new run would replace. */
  'run-exists': FileFailure;
  /** Another process trains in the folder. */
  'run-locked': FileFailure & { readonly holder: number };
  /** A run was resumed with another setting than that of its checkpoint. */
  'other-settings': FileFailure & {
    /** The first setting that differs, as a path such as `lab.sentences`. */
    readonly setting: string;
    readonly saved: unknown;
    readonly asked: unknown;
  };
  /** The folder has no checkpoint or no weights. */
  'no-checkpoint': FileFailure;
  /** A store, an embedder or a task failed during a rollout or a sync, so the result cannot be used. */
  'rollout-failed': { readonly boundary: string; readonly step: number };

  // Files and data sets
  'missing-file': FileFailure;
  'unreadable-file': FileFailure;
  'unreadable-encoding': FileFailure;
  'empty-file': FileFailure;
  'unsupported-file': FileFailure;
  /** A file or its decompressed contents exceed a limit. */
  'too-large': FileFailure;
  /** A file is nested deeper than a limit. */
  'too-deep': FileFailure;
  'unknown-format': FileFailure;
  'malformed-json': FileFailure;
  'malformed-record': FileFailure;
  'no-answers': FileFailure;
  'duplicate-id': FileFailure;
  'no-documents': FileFailure;
  'too-few-documents': FileFailure;
  'too-few-questions': FileFailure;
}

export type AtomMemErrorCode = keyof AtomMemErrorDetails;

/** The text of an error: the problem with its value and limit, then the remedy. */
export type ErrorContent<Code extends AtomMemErrorCode> = {
  /** The problem, with its value and limit. No full stop at the end. */
  readonly problem: string;
  /** The fix, as a sentence with a capital letter. No full stop at the end. */
  readonly remedy: string;
  readonly cause?: unknown;
} & (object extends AtomMemErrorDetails[Code]
  ? { readonly details?: AtomMemErrorDetails[Code] }
  : { readonly details: AtomMemErrorDetails[Code] });

const MARKER = Symbol.for('atommem.error');

/**
 * The error class of the package. Thrown for invalid calls and for failures of stores, engines and files.
 *
 * @example
 * try {
 *   await memory.update('m9', 'Ada prefers night trains.');
 * } catch (error) {
 *   if (AtomMemError.isInstance(error, 'operation-refused')) console.log(error.details.reason);
 *   else throw error;
 * }
 */
export class AtomMemError<Code extends AtomMemErrorCode = AtomMemErrorCode> extends Error {
  override readonly name = 'AtomMemError';
  readonly code: Code;
  /** How to fix it. Also the end of `message`. */
  readonly remedy: string;
  readonly details: AtomMemErrorDetails[Code];

  constructor(code: Code, content: ErrorContent<Code>) {
    const { problem, remedy, cause, details } = content;
    super(`${toSentence(problem)} ${toSentence(remedy)}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
    this.details = details ?? ({} as AtomMemErrorDetails[Code]);
    Object.defineProperty(this, MARKER, { value: true });
  }

  /**
   * Returns whether a value is an `AtomMemError`, optionally with this code. Unlike `instanceof`, also recognises
   * errors of other copies of the package.
   */
  static isInstance<Code extends AtomMemErrorCode = AtomMemErrorCode>(
    value: unknown,
    code?: Code,
  ): value is AtomMemError<Code> {
    if (typeof value !== 'object' || value === null || !(MARKER in value)) return false;
    return code === undefined || (value as { code?: unknown }).code === code;
  }
}

function toSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
