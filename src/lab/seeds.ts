/**
 * The splits of lab tasks by seed.
 *
 * @module
 */

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
 * @throws RangeError if `index` is outside the split: a training task is never a test task.
 */
export function labSeed(split: LabSplit, index: number): number {
  const { from, to } = LAB_SEEDS[split];
  if (!Number.isInteger(index) || index < 0 || from + index >= to) {
    throw new RangeError(`lab task ${index} is not in the ${split} split: use 0 to ${to - from - 1}`);
  }
  return from + index;
}
