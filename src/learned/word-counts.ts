/**
 * Counts of how many documents contain a word. They tell rare words from common ones.
 *
 * @module
 */
import type { Profile } from '../rules/profile.ts';

/** Number of documents, and of documents per stem. */
export interface WordCounts {
  readonly documents: number;
  readonly stems: ReadonlyMap<string, number>;
}

/** Counts stems over documents. Leaves out stems of fewer than `least` documents, which stay the rarest. */
export function countWords(profiles: Iterable<Profile>, least = 4): WordCounts {
  const stems = new Map<string, number>();
  let documents = 0;
  for (const profile of profiles) {
    documents += 1;
    for (const stem of profile.stems) stems.set(stem, (stems.get(stem) ?? 0) + 1);
  }
  for (const [stem, count] of stems) if (count < least) stems.delete(stem);
  return { documents, stems };
}

/** Returns how rare a stem is, from 0 (in every document) to 1 (never seen). */
export function readRarity({ documents, stems }: WordCounts, stem: string): number {
  const most = Math.log((documents + 1) / 0.5);
  return Math.max(0, Math.log((documents + 1) / ((stems.get(stem) ?? 0) + 0.5)) / most);
}
