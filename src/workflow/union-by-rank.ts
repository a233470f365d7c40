/**
 * Fusion of ranked lists.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';

/** Merges ranked lists. Each entry counts once, with its best rank in any list. */
export function unionByRank(lists: readonly (readonly Entry[])[], limit: number): readonly Entry[] {
  const best = new Map<string, { readonly entry: Entry; readonly rank: number }>();
  for (const list of lists) {
    for (const [rank, entry] of list.entries()) {
      const before = best.get(entry.id);
      if (before === undefined || rank < before.rank) best.set(entry.id, { entry, rank });
    }
  }
  const ranked = [...best.values()].sort((left, right) => left.rank - right.rank);
  return ranked.slice(0, limit).map(({ entry }) => entry);
}
