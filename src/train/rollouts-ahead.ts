/**
 * Plays rollouts for coming updates during training.
 *
 * @module
 */

import type { Engine } from '../engine/engine.ts';
import { AtomMemError } from '../shared/error.ts';
import { average } from './advantage.ts';
import type { CollectedGroups } from './rollout-group.ts';

/** Age in updates of the weights that sampled a batch, when the batch was trained on. */
export interface Staleness {
  /** Age of the oldest reply. */
  readonly most: number;
  /** Mean age of the replies. */
  readonly mean: number;
}

export interface RolloutBatch extends CollectedGroups {
  readonly staleness: Staleness;
}

/** Batches of rollouts, some of which start before they are needed. */
export interface RolloutsAhead {
  /**
   * Returns the batch of an update. Updates must ask in order, and each call means that all earlier updates
   * are done. Rejects if a rollout failed.
   */
  take(update: number): Promise<RolloutBatch>;
  /** Aborts the rollouts and discards their results. */
  stop(): void;
}

export interface RolloutsAheadOptions<Sampler extends Pick<Engine, 'sample'>> {
  readonly engine: Sampler;
  /** Plays the groups of one update, starting at task `firstTask`. */
  collect(engine: Sampler, firstTask: number, signal: AbortSignal): Promise<CollectedGroups>;
  /** The last finished update, and the first task of the next one. */
  readonly from: { readonly update: number; readonly nextTask: number };
  /** The last update of the run. No rollouts are played for later ones. */
  readonly last: number;
  /** Maximum age of weights in updates. At 0, rollouts start when their update asks for them. */
  readonly staleness: number;
  /** Aborting stops the rollouts. */
  readonly signal?: AbortSignal;
}

/**
 * Plays rollouts for coming updates while the current one trains. Rollouts for update `u` start after
 * update `u − 1 − staleness`, so no reply comes from older weights. One batch runs at a time. A reply that
 * starts after a step uses the newer weights, even within an episode. Its log-probabilities record the
 * weights that sampled it.
 */
export function createRolloutsAhead<Sampler extends Pick<Engine, 'sample'>>(
  options: RolloutsAheadOptions<Sampler>,
): RolloutsAhead {
  const { from, last, staleness } = options;
  const stopping = new AbortController();
  const signal = options.signal ? AbortSignal.any([stopping.signal, options.signal]) : stopping.signal;
  const batches = new Map<number, Promise<Sampled>>();
  let newest: Promise<Pick<CollectedGroups, 'nextTask'>> = Promise.resolve({ nextTask: from.nextTask });
  let started = from.update;
  let done = from.update;

  function start(): void {
    started += 1;
    const batch = newest.then(({ nextTask }) => sampled(nextTask));
    // `take` rejects with the error. Errors of unused batches are ignored.
    batch.catch(() => undefined);
    batches.set(started, batch);
    newest = batch;
  }

  async function sampled(nextTask: number): Promise<Sampled> {
    const versions: number[] = [];
    const engine = {
      ...options.engine,
      sample(requests) {
        versions.push(...requests.map(() => done));
        return options.engine.sample(requests);
      },
    } satisfies Sampler;
    return { ...(await options.collect(engine, nextTask, signal)), versions };
  }

  return {
    async take(update) {
      done = update - 1;
      while (started < Math.min(last, update + staleness)) start();
      const batch = batches.get(update);
      if (batch === undefined) {
        throw new AtomMemError('bad-argument', {
          problem: `update ${update} was taken before or is after ${last}`,
          remedy: 'Take each update once, in order',
          details: { option: 'update', value: update },
        });
      }
      batches.delete(update);
      const { versions, ...groups } = await batch;
      const ages = versions.map((version) => update - 1 - version);
      const most = ages.reduce((oldest, age) => Math.max(oldest, age), 0);
      return { ...groups, staleness: { most, mean: average(ages) } };
    },
    stop: () => stopping.abort(),
  };
}

/** Groups, and for each reply the last update finished before its request. */
interface Sampled extends CollectedGroups {
  readonly versions: readonly number[];
}
