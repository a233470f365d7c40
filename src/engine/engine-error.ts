/**
 * The errors that engines throw.
 *
 * @module
 */

/**
 * Codes of engine errors:
 * - `bad-config`, `bad-input`: The caller made a mistake. Nothing ran.
 * - `token-out-of-range`, `context-exceeded`: A token id or a length is invalid. Nothing ran.
 * - `not-finite`: A loss, a gradient or a requested log-probability is not a number. Weights are unchanged
 *   and the accumulated gradient is cleared.
 * - `bad-checkpoint`, `checkpoint-exists`: Nothing was loaded or overwritten.
 * - `out-of-memory`, `worker-died`, `closed`: The engine is unusable.
 * - `unsupported`: The engine lacks the requested feature. Nothing ran.
 * - `unreachable`, `wrong-server`, `unauthorized`: No server answers, it speaks another protocol, or it
 *   rejects the key.
 * - `refused`, `timed-out`: The server refused a request, or did not finish it in time.
 * - `model-lost`: The state of the model on the server is unknown. `load` a checkpoint to continue.
 */
export type EngineErrorCode =
  | 'bad-config'
  | 'bad-input'
  | 'token-out-of-range'
  | 'context-exceeded'
  | 'not-finite'
  | 'bad-checkpoint'
  | 'checkpoint-exists'
  | 'out-of-memory'
  | 'worker-died'
  | 'closed'
  | 'unsupported'
  | 'unreachable'
  | 'wrong-server'
  | 'unauthorized'
  | 'refused'
  | 'timed-out'
  | 'model-lost';

/** The only error that engines throw. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;
  /** 0-based index of the offending datum in the call, if a datum caused the error. */
  readonly datum: number | undefined;

  constructor(code: EngineErrorCode, message: string, options: { datum?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.datum = options.datum;
  }
}
