/**
 * The entry `atommem/test`: the contracts of stores, retrievers, engines and workflows as cases for any test
 * runner. They import no test framework; a case passes when its `run` resolves.
 *
 * @module
 */
export { type EngineContext, engineCases } from '../conformance/engine-conformance.ts';
export { type StoreCase, type StoreContext, storeCases } from '../conformance/store-conformance.ts';
export { type HashingOptions, hashingEmbedder } from '../embed/hashing.ts';
export { retrieverCases } from '../search/retriever-conformance.ts';
export { createCountingClock, systemClock } from '../shared/clock.ts';
export { workflowCases } from '../workflow/workflow-conformance.ts';
