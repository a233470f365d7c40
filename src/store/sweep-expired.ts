/**
 * Deletes expired entries.
 *
 * @module
 */
import type { Commit, CommitOptions, Store } from '../memory/store.ts';
import type { Write } from '../memory/write.ts';

/**
 * Deletes the entries that have expired by `time`, with records as any delete. They are not shown or found
 * without it; this is for those who want them gone from listings and exports.
 */
export async function sweepExpired(
  store: Store,
  namespace: string,
  options: Pick<CommitOptions, 'time' | 'actor' | 'key'>,
): Promise<readonly Commit[]> {
  const entries = await store.list(namespace);
  const writes = entries
    .filter((entry) => (entry.expiresAt ?? Infinity) <= options.time)
    // An entry that was changed meanwhile may live on.
    .map(({ id, version }): Write => ({ kind: 'delete', id, expectedVersion: version }));
  return store.commit(namespace, writes, options);
}
