/**
 * Advantages and token weights of policy gradients.
 *
 * @module
 */

/** Divisor of a group's centred rewards. */
export type AdvantageScale = 'none' | 'deviation';

/**
 * Computes how much better each rollout is than its group: `A = r − mean(group)` (paper, section 3.3; Dr.
 * GRPO).
 *
 * @param scale `deviation` divides by the group's standard deviation, as the original GRPO does. Default
 * `none`.
 * @example computeAdvantages([1, 0, 0, 1]) // [0.5, −0.5, −0.5, 0.5]
 */
export function computeAdvantages(
  rewards: readonly number[],
  scale: AdvantageScale = 'none',
): readonly number[] {
  const mean = average(rewards);
  const centred = rewards.map((reward) => reward - mean);
  if (scale === 'none') return centred;
  const deviation = Math.sqrt(average(centred.map((each) => each ** 2)));
  return centred.map((each) => each / (deviation + 1e-6));
}

/** Tells whether a group gives a gradient. Equal rewards give none. */
export function hasVariance(rewards: readonly number[]): boolean {
  return rewards.some((reward) => Math.abs(reward - rewards[0]!) > 1e-9);
}

/**
 * How tokens are weighted:
 * - `token-mean`: all tokens of the batch equally, so long episodes count for more (as in the released
 *   script)
 * - `trajectory-mean`: all episodes equally
 * - `constant`: all tokens equally, divided by a constant instead of the number sampled (Dr. GRPO)
 */
export type Normalisation = 'token-mean' | 'trajectory-mean' | 'constant';

/**
 * Returns the factor on every token's advantage, by trajectory.
 *
 * @param tokenCounts number of reply tokens of each trajectory in the batch
 * @param constant nominal number of tokens per episode, for `constant`
 */
export function tokenFactors(
  tokenCounts: readonly number[],
  normalisation: Normalisation,
  constant: number,
): readonly number[] {
  const trajectories = tokenCounts.length;
  const total = tokenCounts.reduce((sum, count) => sum + count, 0);
  switch (normalisation) {
    case 'token-mean':
      return tokenCounts.map(() => 1 / total);
    case 'trajectory-mean':
      return tokenCounts.map((count) => 1 / (count * trajectories));
    case 'constant':
      return tokenCounts.map(() => 1 / (constant * trajectories));
  }
}

/** Returns the mean, or 0 for an empty list. */
export function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
