import type { JsonObject } from '../shared/json.ts';

/** What is measured in the course of a run; what it returns goes to the log. */
export interface RunEvaluation {
  /** Steps or updates between evaluations; the last one always has one. */
  readonly every: number;
  readonly run: (step: number) => Promise<JsonObject>;
}

/** The evaluation of a step, where one is due. */
export async function evaluateAt(
  step: number,
  steps: number,
  evaluation: RunEvaluation | undefined,
): Promise<JsonObject | undefined> {
  const due = evaluation !== undefined && (step % evaluation.every === 0 || step === steps);
  return due ? evaluation.run(step) : undefined;
}
