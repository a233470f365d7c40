/**
 * `lineage`, the credit estimator of Fine-Mem: steps earn credit for the entries that answers were read from.
 *
 * @module
 */
import type { CreditEstimator, RatedGroup } from './credit.ts';
import { readOutcomes } from './outcomes.ts';

export interface LineageOptions {
  /**
   * Share of the advantage that is redistributed, from 0 (`broadcast`) to 1. The rest is broadcast, so that
   * steps which answer or act without writing an entry still learn. Default 0.5 (ours).
   */
  readonly share?: number;
}

/**
 * Sends credit to the steps that wrote the entries which were in view when an answer was given (Fine-Mem,
 * arXiv 2601.08435):
 *
 *     N(t) = Σ over questions j, over m in M(j) written at t:  a(j) / (|M(j)| · n)
 *
 * `M(j)` holds the entries in view (and the scratchpad, if it has text) when question j was answered, `n` is
 * the number of questions, and `a(j)` the score of question j minus its mean over the group. What no entry
 * explains (an empty view, costs, a reward that is not a mean of answers) is spread evenly over the steps.
 * The credit of a step is `(1 − share) · A + share · steps · N(t)`, whose mean over the steps is `A`.
 *
 * A task without questions counts as one question: its score is the reward, and `M` holds the entries that
 * were in view at every step that acted.
 *
 * @example grpo({ engine, tasks, credit: lineage({ share: 0.5 }) })
 */
export function lineage({ share = 0.5 }: LineageOptions = {}): CreditEstimator {
  return {
    name: `lineage ${share}`,
    assign: (group) =>
      redistribute(group).map((credits, rollout) => {
        const advantage = group.advantages[rollout]!;
        return credits.map((own) => (1 - share) * advantage + share * credits.length * own);
      }),
  };
}

/** `N(t)` of every step of every rollout. The sum over a rollout is its advantage. */
function redistribute({ trajectories, rewards, advantages }: RatedGroup): number[][] {
  const outcomes = trajectories.map((trajectory, rollout) => readOutcomes(trajectory, rewards[rollout]!));
  const mean = (question: number): number =>
    outcomes.reduce((sum, own) => sum + own[question]!.score, 0) / outcomes.length;
  return trajectories.map(({ steps }, rollout) => {
    const credits = steps.map(() => 0);
    const own = advantages[rollout] === 0 ? [] : outcomes[rollout]!;
    let left = advantages[rollout]!;
    for (const [question, { score, writtenAt }] of own.entries()) {
      for (const step of writtenAt) {
        const credit = (score - mean(question)) / (writtenAt.length * own.length);
        credits[step]! += credit;
        left -= credit;
      }
    }
    return credits.map((credit) => credit + left / steps.length);
  });
}
