/**
 * Advantages of rollouts within their group.
 *
 * @module
 */
import { computeAdvantages, hasVariance } from '../advantage.ts';
import type { CreditRollout } from './credit-rollout.ts';

/** Returns `r − mean(r)` per rollout, or zeros if all rewards are equal. */
export function centreRewards(group: readonly CreditRollout[]): readonly number[] {
  const rewards = group.map(({ reward }) => reward);
  return hasVariance(rewards) ? computeAdvantages(rewards) : rewards.map(() => 0);
}

/** Tells whether the rewards of a group differ. Flat groups get no credit. */
export function isLive(group: readonly CreditRollout[]): boolean {
  return hasVariance(group.map(({ reward }) => reward));
}
