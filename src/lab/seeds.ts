/**
 * The splits of lab tasks by seed.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';

/** Split of the tasks. All tuning uses `development`. */
export type LabSplit = 'development' | 'training' | 'test';

/** Half-open, disjoint ranges of task seeds. */
export const LAB_SEEDS: Readonly<Record<LabSplit, { readonly from: number; readonly to: number }>> = {
  development: { from: 0, to: 1_000_000 },
  test: { from: 1_000_000, to: 2_000_000 },
  training: { from: 10_000_000, to: 2_000_000_000 },
};

/**
 * Returns the seed of the `index`-th task of a split.
 *
 * @throws AtomMemError `bad-argument` if `index` is outside the split: a training task is never a test task.
 */
export function labSeed(split: LabSplit, index: number): number {
  const { from, to } = LAB_SEEDS[split];
  if (!Number.isInteger(index) || index < 0 || from + index >= to) {
    throw new AtomMemError('bad-argument', {
      problem: `lab task ${index} is not in the ${split} split`,
      remedy: `Use 0 to ${to - from - 1}`,
      details: { option: 'index', value: index },
    });
  }
  return from + index;
}
