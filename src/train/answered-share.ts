import type { Trajectory } from '../trajectory/trajectory.ts';
import { average } from './advantage.ts';
import { scoreAnswers } from './reward.ts';

/** How much was answered right. */
export interface AnsweredShare {
  /** Share of questions answered right, in percent, by task and then over tasks; with its standard error. */
  readonly exactMatch: number;
  readonly standardError: number;
  readonly tasks: number;
}

/** Measures finished episodes; of none, everything is 0. */
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
