/**
 * Rewards of episodes.
 *
 * @module
 */
import { officialScore } from '../released/official-score.ts';
import { exactMatch } from '../score/exact-match.ts';
import type { StepRecord, Trajectory } from '../trajectory/trajectory.ts';
import { average } from './advantage.ts';

/** Costs subtracted from the reward. The paper has none, so all default to 0. */
export interface RewardTerms {
  /** Cost per entry at the end. */
  readonly entry: number;
  /** Cost per operation, averaged over the steps. */
  readonly operation: number;
  /** Cost per Read, averaged over the steps. */
  readonly read: number;
  /** Cost per reply token, averaged over the steps. */
  readonly token: number;
}

export const NO_REWARD_TERMS: RewardTerms = { entry: 0, operation: 0, read: 0, token: 0 };

/** How answers are scored: by exact match (the paper), or as in the released training code. */
export type AnswerReward = 'exact-match' | 'official';

/** Returns the reward of a finished episode. */
export type RewardFunction = (trajectory: Trajectory) => number;

/**
 * Returns the reward of an episode minus its costs. If `score` is a function, it computes the reward.
 * Otherwise the reward is the task's own, or the score of the answers if the task has none.
 */
export function computeReward(
  trajectory: Trajectory,
  terms: RewardTerms = NO_REWARD_TERMS,
  score: AnswerReward | RewardFunction = 'exact-match',
): number {
  const { steps, end } = trajectory;
  const mean = (of: (step: StepRecord) => number): number => average(steps.map(of));
  const cost =
    terms.entry * end.entries +
    terms.operation * mean(({ operations }) => operations.length) +
    terms.read * mean(({ operations }) => operations.filter(({ op }) => op === 'read').length) +
    terms.token * mean(({ usage }) => usage.completionTokens);
  if (typeof score === 'function') return score(trajectory) - cost;
  const byAnswers = score === 'official' ? officialReward : scoreAnswers;
  return (end.reward ?? byAnswers(trajectory)) - cost;
}

/** Returns the share of questions answered right. */
export function scoreAnswers({ header, end }: Trajectory): number {
  const { questions } = header.task;
  const right = questions.filter(({ answers }, place) => exactMatch(end.answers[place] ?? '', answers) === 1);
  return questions.length === 0 ? 0 : right.length / questions.length;
}

function officialReward({ header, steps }: Trajectory): number {
  const turns = steps.map(({ text }) => text ?? '');
  return officialScore(
    turns,
    header.task.questions.map(({ answers }) => answers),
  );
}
