import { AsyncLocalStorage } from 'node:async_hooks';

const episode = new AsyncLocalStorage<Map<string, number>>();
const outside = new Map<string, number>();

/** Runs an episode with counts of its own. */
export function withOwnCalls<Result>(run: () => Promise<Result>): Promise<Result> {
  return episode.run(new Map(), run);
}

/**
 * How often the episode at hand has made each call: for `createRecorder`, so that what is replayed does not
 * depend on the order in which episodes run.
 */
export function episodeCalls(): Map<string, number> {
  return episode.getStore() ?? outside;
}
