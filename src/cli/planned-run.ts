/**
 * A training run that the options describe, and how it is reported.
 *
 * @module
 */
import type { TrainingPlan } from '../train/training-plan.ts';

export interface PlannedRun {
  readonly plan: TrainingPlan;
  /** Describes the data, for the line before training. */
  readonly data?: string;
  /** How to get a reference policy, if the plan has none. */
  readonly referenceRemedy?: string;
  /** Lines printed after the run. */
  readonly next: readonly string[];
}
