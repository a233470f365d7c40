/**
 * Erases a whole namespace.
 *
 * @module
 */
import type { PurgeOptions, PurgeReport, Store } from '../memory/store.ts';

/** Erases everything that a namespace ever held, including the scratchpad, as a request for erasure requires. */
export async function purgeNamespace(
  store: Store,
  namespace: string,
  options: PurgeOptions,
): Promise<PurgeReport> {
  const ids = new Set((await store.log(namespace)).map((record) => record.id));
  return store.purge(namespace, [...ids], options);
}
