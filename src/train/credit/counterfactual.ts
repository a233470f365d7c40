/**
 * Exact counterfactual credit.
 *
 * @module
 */
import { isLive } from './centre-rewards.ts';
import type { OperationCredit } from './credit-rollout.ts';

/**
 * Decides one operation the other way, keeps all else, and takes the difference:
 *
 *     A(o) = r − r(without o)
 *
 * It needs the reward of a changed memory, and so the evidence of training questions.
 */
export function counterfactual(): OperationCredit {
  return {
    name: 'counterfactual',
    replays: true,
    assign(group) {
      const live = isLive(group);
      return group.map(({ operations, reward, rewardWithout }) =>
        operations.map((_, operation) => (live ? reward - rewardWithout(operation) : 0)),
      );
    },
  };
}
