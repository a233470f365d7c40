/**
 * Erases a whole namespace.
 *
 * @module
 */
import type { PurgeOptions, PurgeReport, Store } from '../memory/store.ts';

/** Erases all that a namespace ever held, the scratchpad included: what a request to be forgotten asks for. */
export async function purgeNamespace(
  store: Store,
  namespace: string,
  options: PurgeOptions,
): Promise<PurgeReport> {
  const ids = new Set((await store.log(namespace)).map((record) => record.id));
  return store.purge(namespace, [...ids], options);
}
