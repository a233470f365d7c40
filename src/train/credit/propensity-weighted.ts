/**
 * Credit by inverse propensities.
 *
 * @module
 */
import { average } from '../advantage.ts';
import { isLive } from './centre-rewards.ts';
import type { CreditOperation, CreditRollout, OperationCredit } from './credit-rollout.ts';

/**
 * Compares rollouts that kept a text with rollouts that gave it up, weighted by the inverse of how likely they were to do
 * so (Causal Memory Policy, arXiv 2610.02070):
 *
 *     V(m, k) = Σ r / p over the operations that keep m (k = 1) or give it up (k = 0), divided by Σ 1 / p
 *     A(o) = V(m, k) − mean r
 *
 * Rare decisions count as much as frequent ones. A text that all rollouts treated alike earns nothing: its value is not
 * identified. An operation without a text gets the advantage of its rollout.
 *
 * @param floor smallest propensity, which limits the weight of one rollout. Default 0.05.
 */
export function propensityWeighted({ floor = 0.05 }: { readonly floor?: number } = {}): OperationCredit {
  return {
    name: 'propensity-weighted',
    assign(group) {
      if (!isLive(group)) return group.map(({ operations }) => operations.map(() => 0));
      const mean = average(group.map(({ reward }) => reward));
      const values = collectValues(group, floor);
      return group.map(({ operations, reward }) =>
        operations.map((operation) => {
          if (operation.subject === undefined) return reward - mean;
          const own = values.get(nameArm(operation, operation.keeps));
          const other = values.get(nameArm(operation, !operation.keeps));
          return own === undefined || other === undefined ? 0 : own.sum / own.weight - mean;
        }),
      );
    },
  };
}

const nameArm = ({ subject }: CreditOperation, keeps: boolean): string => `${keeps ? '+' : '-'}${subject}`;

function collectValues(
  group: readonly CreditRollout[],
  floor: number,
): ReadonlyMap<string, { sum: number; weight: number }> {
  const values = new Map<string, { sum: number; weight: number }>();
  for (const { operations, reward } of group)
    for (const operation of operations) {
      if (operation.subject === undefined) continue;
      const weight = 1 / Math.max(floor, operation.propensity);
      const arm = nameArm(operation, operation.keeps);
      const value = values.get(arm) ?? { sum: 0, weight: 0 };
      values.set(arm, { sum: value.sum + weight * reward, weight: value.weight + weight });
    }
  return values;
}
