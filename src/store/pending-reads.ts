/**
 * Counts of reads, and showings, that wait to be written.
 *
 * @module
 */
import type { EntryId } from '../memory/entry.ts';
import { mergeShowings, type Showing, storableShowing } from '../memory/showing.ts';

/** What waits for one entry. */
export interface PendingRead {
  readonly count: number;
  readonly showings: readonly Showing[];
}

/** Counts of reads, and showings, that wait to be written with the next commit. */
export interface PendingReads {
  add(namespace: string, ids: readonly EntryId[]): void;
  addShowing(namespace: string, ids: readonly EntryId[], showing: Showing): void;
  /** Returns and removes what waits for a namespace. */
  take(namespace: string): ReadonlyMap<EntryId, PendingRead> | undefined;
  /** Returns the namespaces for which something waits. */
  waiting(): readonly string[];
  /** Adds the waiting counts to stored ones. */
  over(namespace: string, stored: Map<EntryId, number>): ReadonlyMap<EntryId, number>;
  /** Adds the waiting showings of an entry to stored ones. */
  showingsOver(namespace: string, id: EntryId, stored: readonly Showing[]): readonly Showing[];
}

const NOTHING: PendingRead = { count: 0, showings: [] };

export function createPendingReads(): PendingReads {
  const waiting = new Map<string, Map<EntryId, PendingRead>>();

  function change(
    namespace: string,
    ids: readonly EntryId[],
    next: (before: PendingRead) => PendingRead,
  ): void {
    if (ids.length === 0) return;
    const entries = waiting.get(namespace) ?? new Map<EntryId, PendingRead>();
    for (const id of ids) entries.set(id, next(entries.get(id) ?? NOTHING));
    waiting.set(namespace, entries);
  }

  return {
    add: (namespace, ids) =>
      change(namespace, ids, ({ count, showings }) => ({ count: count + 1, showings })),
    addShowing(namespace, ids, given) {
      const showing = [storableShowing(given)];
      change(namespace, ids, ({ count, showings }) => ({
        count,
        showings: mergeShowings(showing, showings),
      }));
    },
    take(namespace) {
      const taken = waiting.get(namespace);
      waiting.delete(namespace);
      return taken;
    },
    waiting: () => [...waiting.keys()],
    over(namespace, stored) {
      for (const [id, { count }] of waiting.get(namespace) ?? [])
        if (count > 0) stored.set(id, (stored.get(id) ?? 0) + count);
      return stored;
    },
    showingsOver: (namespace, id, stored) =>
      mergeShowings(waiting.get(namespace)?.get(id)?.showings ?? [], stored),
  };
}
