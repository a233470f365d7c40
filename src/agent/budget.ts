/**
 * Limits of an episode.
 *
 * @module
 */
import type { StepRecord } from '../trajectory/trajectory.ts';

/** Limits of one episode. The first limit reached ends it. Completed steps are kept. */
export interface Budget {
  /** Steps. */
  readonly turns?: number;
  /** Prompt and completion tokens together. */
  readonly tokens?: number;
  /** Model calls, retries included. */
  readonly calls?: number;
  /** Wall time in milliseconds. */
  readonly milliseconds?: number;
}

/** Returns the limit that was reached, if any. */
export function findReachedLimit(
  budget: Budget,
  steps: readonly StepRecord[],
  elapsedMs: number,
): 'budget-turns' | 'budget-tokens' | 'budget-calls' | 'budget-time' | undefined {
  if (steps.length >= (budget.turns ?? Number.POSITIVE_INFINITY)) return 'budget-turns';
  if (elapsedMs >= (budget.milliseconds ?? Number.POSITIVE_INFINITY)) return 'budget-time';
  if (budget.tokens === undefined && budget.calls === undefined) return undefined;
  let tokens = 0;
  let calls = 0;
  for (const { usage } of steps) {
    tokens += usage.promptTokens + usage.completionTokens;
    calls += usage.modelCalls;
  }
  if (tokens >= (budget.tokens ?? Number.POSITIVE_INFINITY)) return 'budget-tokens';
  return calls >= (budget.calls ?? Number.POSITIVE_INFINITY) ? 'budget-calls' : undefined;
}

/** Returns the number of model calls left, at least one. Returns `undefined` without a limit. */
export function countCallsLeft(budget: Budget | undefined, steps: readonly StepRecord[]): number | undefined {
  if (budget?.calls === undefined) return undefined;
  return Math.max(1, budget.calls - steps.reduce((sum, { usage }) => sum + usage.modelCalls, 0));
}
