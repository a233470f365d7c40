import { checkResamples, type Estimate, TAIL } from './bootstrap.ts';

export interface GroupedOptions {
  /** Numbers from 0 up to 1; with a seeded source, equal values give an equal estimate. */
  readonly random: () => number;
  /** Default 2000. */
  readonly resamples?: number;
}

/**
 * The mean of values that come in groups, with its 95 % percentile bootstrap interval; `null` for no values.
 * Whole groups are drawn: the questions of one stream, or one question under several seeds, are not
 * independent, and an interval that takes them so is too narrow. `n` counts values, not groups.
 *
 * @example groupedBootstrap([[1, 1], [0], [0, 1]], { random: createRandom('1/em').next })
 */
export function groupedBootstrap(
  groups: readonly (readonly number[])[],
  { random, resamples = 2000 }: GroupedOptions,
): Estimate | null {
  const full = groups.filter((group) => group.length > 0);
  const sums = full.map((group) => group.reduce((sum, value) => sum + value, 0));
  const sizes = full.map((group) => group.length);
  const n = sizes.reduce((sum, size) => sum + size, 0);
  if (n === 0) return null;
  checkResamples(resamples);
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0;
    let size = 0;
    for (let drawn = 0; drawn < full.length; drawn++) {
      const group = Math.floor(random() * full.length);
      sum += sums[group]!;
      size += sizes[group]!;
    }
    means[resample] = sum / size;
  }
  means.sort();
  const at = (share: number): number => means[Math.round(share * (resamples - 1))]!;
  return { mean: sums.reduce((sum, value) => sum + value, 0) / n, low: at(TAIL), high: at(1 - TAIL), n };
}
