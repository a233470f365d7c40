/**
 * A training run that saves nothing.
 *
 * @module
 */
import { createTrainingError } from './training-error.ts';
import type { Counters, TrainingRun } from './training-run.ts';

/** Opens a run without a folder. It logs and saves nothing, and cannot be resumed. */
export function openUnsavedRun<State extends Counters>(): TrainingRun<State> {
  return {
    resumed: undefined,
    learnt() {},
    async log() {},
    async save() {},
    checkpoint: () => undefined,
    failure: (step, batch, cause) => createTrainingError(step, { batch, checkpoint: null, cause }),
    async close() {},
  };
}
