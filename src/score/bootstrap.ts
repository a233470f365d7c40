/** A mean with its interval. */
export interface Estimate {
  readonly mean: number;
  /** Ends of the 95 % interval. */
  readonly low: number;
  readonly high: number;
  /** Values that it was made of. */
  readonly n: number;
}

export interface BootstrapOptions {
  /** Numbers from 0 up to 1; with a seeded source, equal values give an equal estimate. */
  readonly random: () => number;
  /** Default 1000. */
  readonly resamples?: number;
}

/** Share of resamples outside the interval, on either side. */
export const TAIL = 0.025;

/**
 * The mean and its 95 % percentile bootstrap interval (Efron, 1979); `null` for no values.
 *
 * @example bootstrapMean([1, 0, 1, 1], { random: createRandom('1/em').next })
 */
export function bootstrapMean(
  values: readonly number[],
  { random, resamples = 1000 }: BootstrapOptions,
): Estimate | null {
  const n = values.length;
  if (n === 0) return null;
  checkResamples(resamples);
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0;
    for (let drawn = 0; drawn < n; drawn++) sum += values[Math.floor(random() * n)]!;
    means[resample] = sum / n;
  }
  means.sort();
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return { mean, low: quantile(means, TAIL), high: quantile(means, 1 - TAIL), n };
}

/** Throws unless it is a count. */
export function checkResamples(resamples: number): void {
  if (Number.isInteger(resamples) && resamples >= 1) return;
  throw new RangeError(`resamples is ${resamples}: give a whole number of at least 1`);
}

/** Between the two nearest of the sorted values. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}
