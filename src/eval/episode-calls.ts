/**
 * Counts the model calls of each episode.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const episode = new AsyncLocalStorage<Map<string, number>>();
const outside = new Map<string, number>();

/** Runs an episode with its own counts. */
export function withOwnCalls<Result>(run: () => Promise<Result>): Promise<Result> {
  return episode.run(new Map(), run);
}

/**
 * Counts how often the current episode has made each call, for `createRecorder`. Replay then does not depend on the
 * order of episodes.
 */
export function episodeCalls(): Map<string, number> {
  return episode.getStore() ?? outside;
}
