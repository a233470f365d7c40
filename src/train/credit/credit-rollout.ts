/**
 * What estimators of credit per operation see of a group of rollouts.
 *
 * @module
 */

/** One decision of a rollout, such as to create an entry or to delete one. */
export interface CreditOperation {
  /** 0-based step that made it. */
  readonly step: number;
  /**
   * Text that it is about. Operations of one group on the same text have equal subjects. Absent for those that keep
   * and give up nothing, such as Reads and answers.
   */
  readonly subject?: string;
  /** Whether it keeps the text (create, show) or gives it up (skip, delete). */
  readonly keeps: boolean;
  /** Probability with which it was chosen, above 0. */
  readonly propensity: number;
  /**
   * For every text shown for a question to which the operation leads: the question, the number of texts shown for it,
   * and how many operations later the shown version was written.
   */
  readonly shown: readonly { readonly question: number; readonly among: number; readonly distance: number }[];
}

/** One rollout of a task. */
export interface CreditRollout {
  readonly reward: number;
  /** Scores by question. Their mean is the reward. */
  readonly scores: readonly number[];
  readonly operations: readonly CreditOperation[];
  /** Value of memory after each step, where evidence is known: the reward if all questions were asked then. */
  readonly states: readonly number[];
  /** First step that differs from the other rollouts of its branch. Absent for a rollout from the start. */
  readonly branchedAt?: number;
  /** Returns the reward if one operation had been decided the other way and all else stayed the same. */
  readonly rewardWithout: (operation: number) => number;
}

/**
 * Estimates the credit of every operation of every rollout of a group. If all rewards are equal, credits are 0. No
 * estimator divides by the spread of rewards: groups in which nearly all fail would explode.
 */
export interface OperationCredit {
  readonly name: string;
  /** Whether half of the rollouts of a group must branch off from a state of the first. */
  readonly branches?: true;
  /** Whether it calls `rewardWithout`, which may cost a replay per operation. */
  readonly replays?: true;
  assign(group: readonly CreditRollout[]): readonly (readonly number[])[];
}
