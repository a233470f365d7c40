/**
 * The share of questions that are answered right.
 *
 * @module
 */
import type { Trajectory } from '../trajectory/trajectory.ts';
import { average } from './advantage.ts';
import { scoreAnswers } from './reward.ts';

/** The share of questions answered right. */
export interface AnsweredShare {
  /** Share of questions answered right in percent, averaged over tasks, with its standard error. */
  readonly exactMatch: number;
  readonly standardError: number;
  readonly tasks: number;
}

/** Measures finished episodes. Without episodes, all values are 0. */
export function measureAnswers(trajectories: readonly Trajectory[]): AnsweredShare {
  const shares = trajectories.map(scoreAnswers);
  const count = Math.max(1, shares.length);
  const mean = average(shares);
  const spread = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
  const variance = spread / Math.max(1, count - 1);
  return {
    exactMatch: 100 * mean,
    standardError: 100 * Math.sqrt(variance / count),
    tasks: trajectories.length,
  };
}
