/**
 * A model on a server and the order of its operations.
 *
 * @module
 */

import { AtomMemError } from '../../shared/error.ts';
import { engineError } from '../engine-error.ts';
import type { Futures, Submitted } from './futures.ts';
import type { WireRequest } from './transport.ts';

/** A model on a server. It numbers the operations on the model. */
export interface RemoteModel {
  readonly id: string;
  /** Tells whether no operation has been submitted. Weights can be loaded only then. */
  fresh(): boolean;
  /**
   * Submits an operation under the next sequence number. Retries keep the number, so the server sees the
   * same request. Do not call it before the previous call has ended.
   *
   * @param through default: the connection of the model
   */
  submit(
    request: (seqId: number) => WireRequest | Promise<WireRequest>,
    through?: Futures,
  ): Promise<Submitted>;
  /**
   * Runs an operation that changes the model. If it fails, the state on the server is unknown, because a
   * gradient cannot be dropped. The model is then lost.
   */
  change<Value>(run: () => Promise<Value>): Promise<Value>;
  /** Records that the server has a checkpoint of the model. */
  keepCheckpoint(): void;
  hasCheckpoint(): boolean;
  /**
   * Checks that no change has failed.
   *
   * @throws AtomMemError `model-lost`
   */
  requireWhole(): void;
}

export function createRemoteModel(id: string, futures: Futures): RemoteModel {
  let next = 1;
  let taken = 0;
  let saved = false;
  let failure: unknown;
  return {
    id,
    fresh: () => taken === 0,
    keepCheckpoint() {
      saved = true;
    },
    hasCheckpoint: () => saved,
    async submit(request, through = futures) {
      const submitted = await through.submit(await request(next)).catch((error: unknown) => {
        // Unless it was refused, the server may have accepted it and used its number.
        if (!AtomMemError.isInstance(error, 'refused')) {
          failure ??= error;
          next += 1;
        }
        throw error;
      });
      next += 1;
      taken += 1;
      return submitted;
    },
    async change(run) {
      try {
        return await run();
      } catch (error) {
        failure ??= error;
        throw error;
      }
    },
    requireWhole() {
      if (failure === undefined) return;
      const reason = failure instanceof Error ? failure.message : String(failure);
      const problem = 'An earlier call failed, so the state of the model on the server is unknown';
      throw engineError('model-lost', `${problem}`, `load the last checkpoint. Cause: ${reason}`, {
        cause: failure,
      });
    },
  };
}
