/**
 * Deletes expired entries.
 *
 * @module
 */
import type { Commit, CommitOptions, Store } from '../memory/store.ts';
import type { Write } from '../memory/write.ts';

/**
 * Deletes the entries that have expired by `time`. Expired entries are never shown or found; sweeping also
 * removes them from listings and exports.
 */
export async function sweepExpired(
  store: Store,
  namespace: string,
  options: Pick<CommitOptions, 'time' | 'actor' | 'key'>,
): Promise<readonly Commit[]> {
  const entries = await store.list(namespace);
  const writes = entries
    .filter((entry) => (entry.expiresAt ?? Infinity) <= options.time)
    // An entry that changed meanwhile may no longer be expired.
    .map(({ id, version }): Write => ({ kind: 'delete', id, expectedVersion: version }));
  return store.commit(namespace, writes, options);
}
