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
