/**
 * The entry `atommem/workflows`: published memory workflows, and how to define one.
 *
 * @module
 */
export type { Ask, AskOptions, AskResult } from '../workflow/ask.ts';
export { defineWorkflow, type Recalled, type WorkflowProgram } from '../workflow/define-workflow.ts';
export { type LanguageModelAskOptions, languageModelAsk } from '../workflow/language-model-ask.ts';
export { embedderSimilarity, type Similarity, wordSimilarity } from '../workflow/similarity.ts';
export type * from '../workflow/workflow.ts';
export { workflowCases } from '../workflow/workflow-conformance.ts';
export {
  createWorkflow,
  type WorkflowSources,
  workflowDeclarations,
  workflowNames,
} from '../workflow/workflows.ts';
