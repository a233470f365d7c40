/**
 * Credit by re-rollout from the same state.
 *
 * @module
 */
import { average } from '../advantage.ts';
import { isLive } from './centre-rewards.ts';
import type { CreditRollout, OperationCredit } from './credit-rollout.ts';

/**
 * Compares rollouts that continue from the same stored memory (Memory-R2, arXiv 2605.21768):
 *
 *     A(i, t) = r(i) − mean of r over the rollouts that share the state before step t
 *
 * Half of a group starts at the beginning. The other half branches off from the first rollout at one step. Operations
 * before that step are shared, so a branch earns no credit for them.
 */
export function localRerollout(): OperationCredit {
  return {
    name: 'local re-rollout',
    branches: true,
    assign(group) {
      const branches = group.filter(({ branchedAt }) => branchedAt !== undefined);
      const whole = group.filter(({ branchedAt }) => branchedAt === undefined);
      return group.map((rollout) => {
        const peers = rollout.branchedAt === undefined ? whole : branches;
        const advantage = isLive(peers) ? rollout.reward - average(peers.map(({ reward }) => reward)) : 0;
        return rollout.operations.map(({ step }) => (isOwn(rollout, step) ? advantage : 0));
      });
    },
  };
}

const isOwn = ({ branchedAt = 0 }: CreditRollout, step: number): boolean => step >= branchedAt;
