/**
 * Exchange test for paired scores of any scale.
 *
 * @module
 */
import type { ScorePair } from './paired.ts';

export interface SignFlipOptions {
  /** Numbers from 0 up to 1. Used only if there are too many groups to count every pattern. */
  readonly random: () => number;
  /** Number of random patterns. Default: 10,000. */
  readonly patterns?: number;
}

/** Largest number of groups for which every sign pattern is counted. */
const MOST_COUNTED = 14;

/**
 * Returns the two-sided probability of a difference at least this large if neither side is better. Under that
 * hypothesis, the two sides of a group can be exchanged, so the sign of each group's difference is random. Up to 14
 * groups that differ, all patterns are counted. Beyond that, p is estimated from random patterns.
 *
 * One group that differs gives p = 1, and five give at least 0.0625, so a handful of tasks is never significant.
 *
 * @example signFlip([{ first: 0.9, second: 0.2, group: 'q1' }], { random: Math.random }); // 1
 */
export function signFlip(
  pairs: readonly ScorePair[],
  { random, patterns = 10_000 }: SignFlipOptions,
): number {
  const groups = Map.groupBy(pairs, ({ group }) => group).values();
  const balances = [...groups]
    .map((group) => group.reduce((sum, { first, second }) => sum + first - second, 0))
    .filter((balance) => Math.abs(balance) > ROUNDING);
  const total = Math.abs(balances.reduce((sum, balance) => sum + balance, 0));
  if (balances.length <= MOST_COUNTED) return countPatterns(balances, total);
  let extreme = 0;
  for (let pattern = 0; pattern < patterns; pattern++) {
    let sum = 0;
    for (const balance of balances) sum += random() < 0.5 ? balance : -balance;
    if (Math.abs(sum) >= total - ROUNDING) extreme += 1;
  }
  // The observed pattern counts as one, so that p is never 0.
  return (extreme + 1) / (patterns + 1);
}

/** Sums of equal scores in another order differ by less than this. */
const ROUNDING = 1e-9;

function countPatterns(balances: readonly number[], total: number): number {
  const sums = balances.reduce<readonly number[]>(
    (reached, balance) => reached.flatMap((sum) => [sum + balance, sum - balance]),
    [0],
  );
  return sums.filter((sum) => Math.abs(sum) >= total - ROUNDING).length / sums.length;
}
