/**
 * Credit by broadcast.
 *
 * @module
 */
import { centreRewards } from './centre-rewards.ts';
import type { OperationCredit } from './credit-rollout.ts';

/** Gives every operation the advantage of its rollout: `A = r − mean(r)` (AtomMem; MemAgent). */
export function broadcastOperations(): OperationCredit {
  return {
    name: 'broadcast',
    assign(group) {
      const advantages = centreRewards(group);
      return group.map(({ operations }, rollout) => operations.map(() => advantages[rollout]!));
    },
  };
}
