/**
 * The credit estimator of the paper.
 *
 * @module
 */
import type { CreditEstimator } from './credit.ts';

/**
 * Gives every step of a rollout the rollout's whole advantage (AtomMem, section 3.3).
 *
 * @example grpo({ engine, tasks, credit: broadcast() })
 */
export function broadcast(): CreditEstimator {
  return {
    name: 'broadcast',
    assign: ({ trajectories, advantages }) =>
      trajectories.map(({ steps }, rollout) => steps.map(() => advantages[rollout]!)),
  };
}
