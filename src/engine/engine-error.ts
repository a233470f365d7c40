/**
 * What went wrong in an engine:
 * - `bad-config`, `bad-input`: the caller's mistake, found before anything ran
 * - `token-out-of-range`, `context-exceeded`: the same, for token ids and lengths
 * - `not-finite`: a loss or a gradient is not a number; weights are as before, the gradient held is empty
 * - `bad-checkpoint`, `checkpoint-exists`: nothing was loaded, nothing was overwritten
 * - `out-of-memory`, `worker-died`, `closed`: the engine cannot be used (any more)
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
  | 'closed';

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
