/**
 * All conformance cases for `Engine` implementations.
 * @module
 */

import type { EngineCase, EngineContext } from './engine-case.ts';
import { checkpointCases } from './engine-cases-checkpoint.ts';
import { samplingCases } from './engine-cases-sampling.ts';
import { trainingCases } from './engine-cases-training.ts';

/**
 * Conformance cases for `Engine`, for any test runner. An engine conforms if every case passes. Gradients are
 * checked through the log-probabilities that a step changes, so the suite needs no knowledge of the model.
 * @example
 * for (const { name, run } of engineCases) test(name, () => run({ open: createMyEngine, path }));
 */
export const engineCases: readonly EngineCase[] = [...samplingCases, ...trainingCases, ...checkpointCases];

export type { EngineCase, EngineContext };

/** The cases of `engineCases` that sample and score. An engine that does not train conforms if these pass. */
export const engineInferenceCases: readonly EngineCase[] = samplingCases;
