import type { EngineCase, EngineContext } from './engine-case.ts';
import { checkpointCases } from './engine-cases-checkpoint.ts';
import { samplingCases } from './engine-cases-sampling.ts';
import { trainingCases } from './engine-cases-training.ts';

/**
 * The contract of `Engine`, for any test runner. An engine is right when every case passes. Gradients are
 * compared through what a step changes in log-probabilities, so nothing need be known of the model.
 *
 * @example
 * for (const { name, run } of engineCases) test(name, () => run({ open: createMyEngine, path }));
 */
export const engineCases: readonly EngineCase[] = [...samplingCases, ...trainingCases, ...checkpointCases];

export type { EngineCase, EngineContext };
