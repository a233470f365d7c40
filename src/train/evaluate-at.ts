/**
 * Evaluations during a run.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';

/** An evaluation during a run. Its result is logged. */
export interface RunEvaluation {
  /** Steps or updates between evaluations. The last step is always evaluated. */
  readonly every: number;
  readonly run: (step: number) => Promise<JsonObject>;
}

/** Evaluates a step if its number requires it. */
export async function evaluateAt(
  step: number,
  steps: number,
  evaluation: RunEvaluation | undefined,
): Promise<JsonObject | undefined> {
  const due = evaluation !== undefined && (step % evaluation.every === 0 || step === steps);
  return due ? evaluation.run(step) : undefined;
}
