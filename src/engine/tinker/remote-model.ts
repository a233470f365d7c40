import { EngineError } from '../engine-error.ts';
import type { Futures, Submitted } from './futures.ts';
import type { WireRequest } from './transport.ts';

/** A model on a server, and the order of what is asked of it. */
export interface RemoteModel {
  readonly id: string;
  /** Nothing has been asked of it: the only time at which weights can be loaded into it. */
  fresh(): boolean;
  /**
   * Submits an operation under the next sequence number; it is the same one, and so the same request, until
   * the server has taken it. Not to be called before the last call is over.
   *
   * @param through default: the connection that the model was made with
   */
  submit(
    request: (seqId: number) => WireRequest | Promise<WireRequest>,
    through?: Futures,
  ): Promise<Submitted>;
  /**
   * Runs what changes the model. Where that fails, nobody knows what the server holds (there is no way to
   * drop a gradient), and the model is of no use any more.
   */
  change<Value>(run: () => Promise<Value>): Promise<Value>;
  /** The server has a checkpoint that it has saved. */
  keepCheckpoint(): void;
  hasCheckpoint(): boolean;
  /** @throws EngineError `model-lost` after a change that failed */
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
        // Unless it was refused, the server may have taken it, and its number with it.
        if (!(error instanceof EngineError && error.code === 'refused')) {
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
      const problem = 'An earlier call failed, and what the server holds is not to be trusted';
      throw new EngineError('model-lost', `${problem}; load the last checkpoint. It was: ${reason}`, {
        cause: failure,
      });
    },
  };
}
