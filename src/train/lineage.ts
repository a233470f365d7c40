/**
 * The credit estimator of Fine-Mem: steps earn credit for entries that were used to answer.
 *
 * @module
 */
import type { CreditEstimator, RatedGroup } from './credit.ts';
import { readOutcomes } from './outcomes.ts';

export interface LineageOptions {
  /**
   * Share of the advantage to redistribute, from 0 (`broadcast`) to 1. The rest is broadcast, so that steps
   * that answer or act without writing entries still learn. Default 0.5 (ours).
   */
  readonly share?: number;
}

/**
 * Gives credit to the steps that wrote the entries shown when an answer was given (Fine-Mem, arXiv
 * 2601.08435):
 *
 *     N(t) = Σ over questions j, over m in M(j) written at t:  a(j) / (|M(j)| · n)
 *
 * `M(j)` holds the entries shown when question j was answered, and the scratchpad if it is not empty. `n`
 * is the number of questions. `a(j)` is the score of question j minus its mean over the group. The rest of
 * the advantage, such as costs or answers with an empty view, is spread evenly over the steps. The credit
 * of a step is `(1 − share) · A + share · steps · N(t)`, and its mean over the steps is `A`.
 *
 * A task without questions counts as one question. Its score is the reward, and `M` holds the entries shown
 * at all acting steps.
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

/** Computes `N(t)` of every step of every rollout. Its sum over a rollout is the advantage. */
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
