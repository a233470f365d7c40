/**
 * McNemar's exact test for grouped pairs.
 *
 * @module
 */
import type { ScorePair } from './paired.ts';

/** The result of McNemar's test. */
export interface McNemar {
  /** Pairs that only the first answered correctly. */
  readonly onlyFirst: number;
  /** Pairs that only the second answered correctly. */
  readonly onlySecond: number;
  /** Number of groups in which one side has more correct pairs. Only these affect p. */
  readonly decidingGroups: number;
  /** Two-sided: probability of a split at least this uneven if neither is better. */
  readonly p: number;
}

/**
 * Tests whether one of two is correct more often. Under the null hypothesis, each group's balance is equally likely
 * positive or negative. p is the share of sign patterns with a total at least as uneven. With one pair per group,
 * this is McNemar's exact test. Pairs of one question at several lengths or seeds belong in one group: they are not
 * independent.
 *
 * @example mcnemar([{ first: 1, second: 0, group: 'q1' }]).p; // 1: one question decides nothing
 */
export function mcnemar(pairs: readonly ScorePair[]): McNemar {
  const groups = Map.groupBy(pairs, ({ group }) => group).values();
  const balances = [...groups]
    .map((group) =>
      group.reduce((sum, pair) => sum + Number(isRight(pair.first)) - Number(isRight(pair.second)), 0),
    )
    .filter((balance) => balance !== 0);
  return {
    onlyFirst: pairs.filter(({ first, second }) => isRight(first) && !isRight(second)).length,
    onlySecond: pairs.filter(({ first, second }) => !isRight(first) && isRight(second)).length,
    decidingGroups: balances.length,
    p: flipSigns(balances),
  };
}

function isRight(score: number): boolean {
  return score === 1;
}

/** Returns the probability that the sum with random signs is at least as far from zero as observed. */
function flipSigns(balances: readonly number[]): number {
  const sizes = balances.map(Math.abs);
  const most = sizes.reduce((sum, size) => sum + size, 0);
  const total = Math.abs(balances.reduce((sum, balance) => sum + balance, 0));
  // chances[sum] is the probability that the groups with a positive sign come to `sum`.
  const chances = new Float64Array(most + 1);
  chances[0] = 1;
  let reached = 0;
  for (const size of sizes) {
    reached += size;
    for (let sum = reached; sum >= 0; sum--) {
      chances[sum] = (chances[sum]! + (sum >= size ? chances[sum - size]! : 0)) / 2;
    }
  }
  const tail = chances.reduce(
    (sum, chance, positive) => (2 * positive - most >= total ? sum + chance : sum),
    0,
  );
  return Math.min(1, total === 0 ? 1 : 2 * tail);
}
