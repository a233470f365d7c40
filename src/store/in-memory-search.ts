/**
 * Search of the in-memory store.
 *
 * @module
 */
import type { EntryId } from '../memory/entry.ts';
import { createFollower, type Follower } from '../memory/follower.ts';
import type { EntryIndex, StoreSearch } from '../memory/retriever.ts';
import type { Store } from '../memory/store.ts';
import { checkSpace, checkVector } from '../memory/vector-set.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { matchesFilter } from '../search/meta-filter.ts';
import type { InMemoryNamespace } from './in-memory-namespace.ts';

/** Creates the search of the in-memory store. The first query of a namespace builds its word index. */
export function createInMemorySearch(
  find: (namespace: string) => InMemoryNamespace | undefined,
  store: () => Store,
): StoreSearch {
  const words = new Map<string, { readonly index: EntryIndex; readonly follower: Follower }>();

  const findWords = (namespace: string): { readonly index: EntryIndex; readonly follower: Follower } => {
    let known = words.get(namespace);
    if (known === undefined) {
      const index = lexicalRetriever().createIndex();
      known = { index, follower: createFollower(store(), namespace, index) };
      words.set(namespace, known);
    }
    return known;
  };

  return {
    async lexical(namespace, query, { now, ...options }) {
      if (find(namespace) === undefined) return [];
      const { index, follower } = findWords(namespace);
      await follower.catchUp(now, options.signal);
      return index.search(query, options);
    },
    async nearest(namespace, { embedder, vector }, { limit, filter, now, signal }) {
      signal?.throwIfAborted();
      const space = find(namespace);
      if (space?.flat === undefined) return [];
      checkSpace(namespace, space.space, { embedder, dimensions: vector.length });
      checkVector(vector, vector.length);
      const hasExpired = [...space.expiry.values()].some((time) => time <= now);
      // A search that accepts every entry need not ask about each.
      if (filter === undefined && !hasExpired) return space.flat.search(vector, limit);
      const accept = (id: EntryId): boolean => {
        const entry = space.entries.get(id)!;
        return (entry.expiresAt ?? Infinity) > now && (!filter || matchesFilter(entry.meta, filter));
      };
      return space.flat.search(vector, limit, accept);
    },
  };
}
