/**
 * The door `atommem/test`: what every pluggable part must pass, as cases for any test runner. They import
 * no test framework; a case is right when its `run` resolves.
 *
 * @module
 */
export { retrieverCases } from '../search/retriever-conformance.ts';
export { workflowCases } from '../workflow/workflow-conformance.ts';
export { type EngineContext, engineCases } from './engine-conformance.ts';
export { type StoreCase, type StoreContext, storeCases } from './store-conformance.ts';
