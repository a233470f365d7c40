/**
 * Earlier states of a namespace.
 *
 * @module
 */
import { compareStates, type LogDifference, type LogState, replayLog } from './log.ts';
import type { Store } from './store.ts';

/** Returns the state of a namespace after a generation, including the scratchpad. */
export async function readStateAsOf(store: Store, namespace: string, generation: number): Promise<LogState> {
  return replayLog(await store.log(namespace, { upTo: generation }));
}

/** Returns what changed in a namespace between two generations. */
export async function differenceBetween(
  store: Store,
  namespace: string,
  from: number,
  to: number,
): Promise<LogDifference> {
  const records = await store.log(namespace, { upTo: Math.max(from, to) });
  return compareStates(replayLog(records, { upTo: from }), replayLog(records, { upTo: to }));
}
