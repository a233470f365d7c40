/**
 * Computes means with 95 % bootstrap intervals for grouped values.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { wilson } from './wilson.ts';

/** A mean with its interval. */
export interface Estimate {
  readonly mean: number;
  /** Ends of the 95 % interval. */
  readonly low: number;
  readonly high: number;
  /** Number of values, not of groups. */
  readonly n: number;
}

export interface BootstrapOptions {
  /** Numbers from 0 up to 1. A seeded source makes the interval reproducible. */
  readonly random: () => number;
  /** Default: 2000. */
  readonly resamples?: number;
  /**
   * Kind of the values. `share`: from 0 to 1. `difference`: between two shares, from −1 to 1. For both, the interval
   * is widened if the bootstrap is too narrow (see `bootstrap`). Default: any numbers.
   */
  readonly values?: 'share' | 'difference';
}

/** Fraction of resamples outside the interval, per side. */
const TAIL = 0.025;

/** With fewer groups, percentile bootstrap intervals are too narrow. */
const FEW_GROUPS = 10;

/**
 * Returns the mean of grouped values with its 95 % percentile bootstrap interval (Efron, 1979), or `null` without
 * values. It resamples whole groups, because the questions of one stream, or one question under several seeds, are
 * not independent.
 *
 * Ten right answers out of ten do not give an interval of zero width. If all groups have the same mean, or there are
 * fewer than ten groups, the interval of a share or a difference also covers the Wilson score interval with groups as
 * trials.
 *
 * @throws AtomMemError `bad-argument` if `resamples` is not a positive whole number.
 * @example
 * bootstrap([[1, 1], [0], [0, 1]], { random: Math.random, values: 'share' });
 */
export function bootstrap(
  groups: readonly (readonly number[])[],
  { random, resamples = 2000, values }: BootstrapOptions,
): Estimate | null {
  checkResamples(resamples);
  const full = groups.filter((group) => group.length > 0);
  const sums = full.map((group) => group.reduce((sum, value) => sum + value, 0));
  const sizes = full.map((group) => group.length);
  const n = sizes.reduce((sum, size) => sum + size, 0);
  if (n === 0) return null;
  const mean = sums.reduce((sum, value) => sum + value, 0) / n;
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
  const low = means[Math.round(TAIL * (resamples - 1))]!;
  const high = means[Math.round((1 - TAIL) * (resamples - 1))]!;
  if (values === undefined || (low < high && full.length >= FEW_GROUPS)) return { mean, low, high, n };
  const wide = widen(mean, full.length, values);
  return { mean, low: Math.min(low, wide.low), high: Math.max(high, wide.high), n };
}

function widen(
  mean: number,
  groups: number,
  values: 'share' | 'difference',
): { readonly low: number; readonly high: number } {
  if (values === 'share') return wilson(mean, groups);
  const { low, high } = wilson(Math.abs(mean), groups);
  if (mean === 0) return { low: -high, high };
  return mean > 0 ? { low, high } : { low: -high, high: -low };
}

function checkResamples(resamples: number): void {
  if (Number.isInteger(resamples) && resamples >= 1) return;
  throw new AtomMemError('bad-argument', {
    problem: `resamples is ${resamples}`,
    remedy: 'Pass a whole number of at least 1',
    details: { option: 'resamples', value: resamples },
  });
}
