import type { Engine } from '../engine/engine.ts';
import { average } from './advantage.ts';
import type { CollectedGroups } from './rollout-group.ts';

/** How old the weights behind a batch were when it was learnt from, in updates. */
export interface Staleness {
  /** Of the oldest reply. */
  readonly most: number;
  /** Over the replies. */
  readonly mean: number;
}

export interface RolloutBatch extends CollectedGroups {
  readonly staleness: Staleness;
}

/** Batches of rollouts, some of them on the way before they are asked for. */
export interface RolloutsAhead {
  /**
   * The batch that an update learns from; updates ask in order, and each asking says that all updates before
   * it are done. Rejects with what went wrong in its rollouts.
   */
  take(update: number): Promise<RolloutBatch>;
  /** Ends the rollouts under way. What they come to, nobody asks. */
  stop(): void;
}

export interface RolloutsAheadOptions<Sampler extends Pick<Engine, 'sample'>> {
  readonly engine: Sampler;
  /** Plays the groups of one update, from the first of the tasks not drawn before on. */
  collect(engine: Sampler, firstTask: number, signal: AbortSignal): Promise<CollectedGroups>;
  /** The last update done, and the first task for the next. */
  readonly from: { readonly update: number; readonly nextTask: number };
  /** The last update of the run: nothing is rolled out for later ones. */
  readonly last: number;
  /** Updates that weights may be old; 0 rolls out for an update when it is asked for, and not before. */
  readonly staleness: number;
  /** Aborting stops. */
  readonly signal?: AbortSignal;
}

/**
 * Rolls out for coming updates while the present one trains: for update `u` once update `u − 1 − staleness`
 * is done, so that no reply is of weights older than the cap. One batch at a time is on the way. A reply that
 * begins after a step is of the newer weights, also in the middle of an episode: its own log-probabilities
 * say what it was drawn from.
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
    // Whoever takes it sees the error; a batch that nobody takes has none to tell.
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
      if (batch === undefined) throw new Error(`update ${update} was taken before, or is beyond ${last}`);
      batches.delete(update);
      const { versions, ...groups } = await batch;
      const ages = versions.map((version) => update - 1 - version);
      const most = ages.reduce((oldest, age) => Math.max(oldest, age), 0);
      return { ...groups, staleness: { most, mean: average(ages) } };
    },
    stop: () => stopping.abort(),
  };
}

/** Groups, and for each reply the last update before it was asked for. */
interface Sampled extends CollectedGroups {
  readonly versions: readonly number[];
}
