/**
 * The contract of credit estimators: how much of a rollout's advantage each of its steps receives.
 *
 * @module
 */
import type { Trajectory } from '../trajectory/trajectory.ts';

/** Rollouts of one task with their rewards, as a credit estimator sees them. */
export interface RatedGroup {
  readonly trajectories: readonly Trajectory[];
  /** One per rollout. */
  readonly rewards: readonly number[];
  /** `reward − mean(group)` of every rollout; 0 for all of them if all rewards are equal. */
  readonly advantages: readonly number[];
}

/**
 * Splits the advantages of a group among steps. The mean credit of a rollout's steps equals its advantage,
 * so an estimator only decides how credit is distributed. If all rewards of a group are equal, all credits
 * are 0.
 */
export interface CreditEstimator {
  readonly name: string;
  /** Returns one list per rollout, with one credit per step of that rollout. */
  assign(group: RatedGroup): readonly (readonly number[])[];
}
