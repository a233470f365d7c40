/**
 * Read counts and showings that are not yet written.
 *
 * @module
 */
import type { EntryId } from '../memory/entry.ts';
import { mergeShowings, type Showing, storableShowing } from '../memory/showing.ts';

/** Unwritten read count and showings of one entry. */
export interface PendingRead {
  readonly count: number;
  readonly showings: readonly Showing[];
}

/** Read counts and showings that the next commit writes. */
export interface PendingReads {
  add(namespace: string, ids: readonly EntryId[]): void;
  addShowing(namespace: string, ids: readonly EntryId[], showing: Showing): void;
  /** Returns and removes the unwritten data of a namespace. */
  take(namespace: string): ReadonlyMap<EntryId, PendingRead> | undefined;
  /** Returns the namespaces with unwritten data. */
  waiting(): readonly string[];
  /** Adds the waiting counts to stored ones. */
  over(namespace: string, stored: Map<EntryId, number>): ReadonlyMap<EntryId, number>;
  /** Merges the unwritten showings of an entry with stored ones. */
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
