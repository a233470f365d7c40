/** What a group's rewards are divided by once the mean is taken off. */
export type AdvantageScale = 'none' | 'deviation';

/**
 * How much better each rollout did than its group: `A = r − mean(group)` (paper, section 3.3; Dr. GRPO).
 *
 * @param scale `deviation` divides by the group's standard deviation, as the first GRPO did. Default `none`.
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

/** Whether a group teaches anything: equal rewards give no gradient. */
export function hasVariance(rewards: readonly number[]): boolean {
  return rewards.some((reward) => Math.abs(reward - rewards[0]!) > 1e-9);
}

/**
 * How tokens are weighed against one another:
 * - `token-mean`: every token of the batch alike (the released script; long episodes count for more)
 * - `trajectory-mean`: every episode alike, its tokens sharing its weight
 * - `constant`: every token alike, divided by a constant and not by what was sampled (Dr. GRPO)
 */
export type Normalisation = 'token-mean' | 'trajectory-mean' | 'constant';

/**
 * The factor on every token's advantage, by trajectory.
 *
 * @param tokenCounts reply tokens of each trajectory of the batch.
 * @param constant tokens that an episode is taken to have, for `constant`.
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

/** The mean; 0 of nothing. */
export function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
