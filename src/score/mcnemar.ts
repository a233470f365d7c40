/** Pairs of right and wrong answers on the same questions. */
export interface McNemar {
  /** Questions that only the first got right. */
  readonly onlyFirst: number;
  /** Questions that only the second got right. */
  readonly onlySecond: number;
  /** Two-sided: how likely a split at least this uneven is when neither is better. */
  readonly p: number;
}

/**
 * McNemar's exact test: of the questions on which the two differ, each is a fair coin when neither is
 * better. Questions that both got right, or both wrong, say nothing and are left out.
 *
 * @param pairs for every question whether the first and whether the second got it right.
 * @example mcnemar([[true, false], [true, true], [false, false]]).p // 1: one question decides nothing
 */
export function mcnemar(pairs: Iterable<readonly [first: boolean, second: boolean]>): McNemar {
  let onlyFirst = 0;
  let onlySecond = 0;
  for (const [first, second] of pairs) {
    if (first && !second) onlyFirst++;
    if (second && !first) onlySecond++;
  }
  return { onlyFirst, onlySecond, p: twoSidedCoin(onlyFirst, onlySecond) };
}

/** Probability that `heads + tails` throws of a fair coin split at least as unevenly as these. */
function twoSidedCoin(heads: number, tails: number): number {
  const throws = heads + tails;
  const fewer = Math.min(heads, tails);
  // Logarithms: 2^-throws is no longer a number from 1075 throws on.
  let logChance = -throws * Math.LN2;
  let tail = Math.exp(logChance);
  for (let count = 1; count <= fewer; count++) {
    logChance += Math.log(throws - count + 1) - Math.log(count);
    tail += Math.exp(logChance);
  }
  return Math.min(1, 2 * tail);
}
