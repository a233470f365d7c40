import type { RemoteModel } from './remote-model.ts';
import type { Server } from './server.ts';
import type { Session } from './session.ts';

/** A copy of a model's weights that can be sampled. */
export interface Sampler {
  readonly id: string;
  nextRequest(): number;
}

/** What the calls of an engine share. */
export interface TinkerState {
  readonly server: Server;
  /**
   * Runs one thing after another, in the order of the calls. What is in turn submits; results are mostly
   * waited for outside, so that the server always has the next operation at hand.
   */
  readonly inTurn: <Value>(run: () => Promise<Value>) => Promise<Value>;
  session: Session;
  model: RemoteModel;
  /** Of the present weights, once something was sampled from them. */
  sampler: Promise<Sampler> | undefined;
  /** Told of the log-probabilities of all samples: whether the server has lost them. */
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

/** So many log-probabilities that are all exactly 0 are none. */
const ENOUGH = 256;

/**
 * Tells a server whose samples come without log-probabilities, given as 0, from a model that is sure of its
 * replies: in 16 bits a probability of 0.95 has the logarithm 0, and whole replies come out as 0. One other
 * number is proof that the server has them.
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
