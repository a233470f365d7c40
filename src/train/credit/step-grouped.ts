/**
 * Credit by step-grouped advantages.
 *
 * @module
 */
import { average } from '../advantage.ts';
import { centreRewards, isLive } from './centre-rewards.ts';
import type { CreditRollout, OperationCredit } from './credit-rollout.ts';

/**
 * Mixes the outcome with the gain of each step (ReMemR1, arXiv 2509.23040):
 *
 *     A(i, t) = α · (r(i) − mean r) + (1 − α) · (g(i, t) − mean over i of g(i, t))
 *
 * `g(i, t)` is how much step `t` raised the value of memory. Rollouts are compared at the same step.
 *
 * @param alpha weight of the outcome, 0 to 1. Default 0.8.
 */
export function stepGrouped({ alpha = 0.8 }: { readonly alpha?: number } = {}): OperationCredit {
  return {
    name: 'step-grouped',
    assign(group) {
      if (!isLive(group)) return group.map(({ operations }) => operations.map(() => 0));
      const advantages = centreRewards(group);
      const gains = group.map(readGains);
      const mean = (step: number): number => average(gains.map((own) => own[step] ?? 0));
      return group.map(({ operations }, rollout) =>
        operations.map(
          ({ step }) =>
            alpha * advantages[rollout]! + (1 - alpha) * ((gains[rollout]![step] ?? 0) - mean(step)),
        ),
      );
    },
  };
}

/** Returns how much each step raised the value of memory. */
function readGains({ states }: CreditRollout): readonly number[] {
  return states.map((state, step) => state - (states[step - 1] ?? 0));
}
