/**
 * The state of a Tinker engine.
 *
 * @module
 */
import type { SessionRequests } from './finished-requests.ts';
import type { RemoteModel } from './remote-model.ts';
import type { Server } from './server.ts';
import type { Session } from './session.ts';

/** A copy of a model's weights for sampling. */
export interface Sampler {
  readonly id: string;
  nextRequest(): number;
  /** Absent if each request is polled on its own. */
  readonly requests?: SessionRequests;
}

/** State shared by the calls of an engine. */
export interface TinkerState {
  readonly server: Server;
  /**
   * Runs functions one after another, in the order of the calls. Functions only submit operations. Most
   * results are awaited outside, so that the server always has the next operation.
   */
  readonly inTurn: <Value>(run: () => Promise<Value>) => Promise<Value>;
  session: Session;
  model: RemoteModel;
  /** The sampler of the current weights, if anything was sampled from them. */
  sampler: Promise<Sampler> | undefined;
  /** Ids of the sample requests in progress. */
  readonly drawing: Set<string>;
  /** Aborted when the engine closes. */
  readonly signal: AbortSignal;
  /** Records the log-probabilities of all samples. Returns whether the server fails to report them. */
  readonly losesLogprobs: (logprobs: readonly number[]) => boolean;
  /** Passes since the last optimizer step. */
  held: readonly Promise<unknown>[];
}

export function createTurns(): TinkerState['inTurn'] {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const result = last.then(run);
    last = result.catch(() => undefined);
    return result;
  };
}

/** Number of zero log-probabilities after which they count as missing. */
const ENOUGH = 256;

/**
 * Creates a function that detects a server whose samples lack log-probabilities and return 0 instead. A
 * confident model can also return 0 for whole replies, because in 16 bits the logarithm of 0.95 rounds to
 * 0. A single non-zero value proves that the server reports them.
 */
export function createLossWatch(): TinkerState['losesLogprobs'] {
  let zeros = 0;
  let reported = false;
  return (logprobs) => {
    reported ||= logprobs.some((value) => value !== 0);
    zeros += logprobs.length;
    return !reported && zeros >= ENOUGH;
  };
}
