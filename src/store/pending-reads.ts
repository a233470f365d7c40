/**
 * Counts of shown entries that wait for the next commit.
 *
 * @module
 */
import type { EntryId } from '../memory/entry.ts';

/** Counts of shown entries that wait to be written with the next commit. */
export interface PendingReads {
  add(namespace: string, ids: readonly EntryId[]): void;
  /** Returns and removes the counts of a namespace. */
  take(namespace: string): ReadonlyMap<EntryId, number> | undefined;
  /** Returns the namespaces that have counts. */
  waiting(): readonly string[];
  /** Adds the waiting counts to stored ones. */
  over(namespace: string, stored: Map<EntryId, number>): ReadonlyMap<EntryId, number>;
}

export function createPendingReads(): PendingReads {
  const waiting = new Map<string, Map<EntryId, number>>();
  return {
    add(namespace, ids) {
      if (ids.length === 0) return;
      const counts = waiting.get(namespace) ?? new Map<EntryId, number>();
      for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
      waiting.set(namespace, counts);
    },
    take(namespace) {
      const taken = waiting.get(namespace);
      waiting.delete(namespace);
      return taken;
    },
    waiting: () => [...waiting.keys()],
    over(namespace, stored) {
      for (const [id, count] of waiting.get(namespace) ?? []) stored.set(id, (stored.get(id) ?? 0) + count);
      return stored;
    },
  };
}
