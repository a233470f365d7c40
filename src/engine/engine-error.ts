/**
 * What went wrong in an engine:
 * - `bad-config`, `bad-input`: the caller's mistake, found before anything ran
 * - `token-out-of-range`, `context-exceeded`: the same, for token ids and lengths
 * - `not-finite`: a loss or a gradient is not a number (weights are as before, the gradient held is empty), or
 *   a log-probability that was asked for
 * - `bad-checkpoint`, `checkpoint-exists`: nothing was loaded, nothing was overwritten
 * - `out-of-memory`, `worker-died`, `closed`: the engine cannot be used (any more)
 * - `unsupported`: the engine does not have what was asked for; nothing ran
 * - `unreachable`, `wrong-server`, `unauthorized`: there is no server, it speaks another protocol, it does
 *   not take the key
 * - `refused`, `timed-out`: the server refused a request, or never came to an end with it
 * - `model-lost`: what the server holds can no longer be trusted; `load` a checkpoint to go on
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
  /** 0-based place of the datum in the call, where one is to blame. */
  readonly datum: number | undefined;

  constructor(code: EngineErrorCode, message: string, options: { datum?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.datum = options.datum;
  }
}
