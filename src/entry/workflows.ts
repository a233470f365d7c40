/**
 * The entry `atommem/workflows`: published memory workflows, and how to define one.
 *
 * @module
 */

export type { Issue, Span } from '../codec/codec.ts';
export type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export type {
  AppliedEffect,
  CreateOperation,
  DeleteOperation,
  Effect,
  Operation,
  OperationName,
  ReadOperation,
  Refusal,
  RefusedEffect,
  Target,
  UpdateOperation,
} from '../memory/operation.ts';
export type { MetaFilter } from '../memory/retriever.ts';
export type { View } from '../memory/view.ts';
export type { Patience, StartTimer } from '../policy/model-attempts.ts';
export type {
  Failure,
  ModelCall,
  Policy,
  PolicyContext,
  Reply,
  ReplyTokens,
  Usage,
} from '../policy/policy.ts';
export type { PromptMessage } from '../prompt/prompt-message.ts';
export type { WorkflowPrompt, WorkflowRole } from '../prompt/workflow-prompt.ts';
export { answerFromTexts } from '../rules/answer-from-texts.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
export type { Sleep } from '../shared/retry.ts';
export type { Action, ToolCall } from '../task/action.ts';
export type {
  ActObservation,
  AnswerObservation,
  Chunk,
  MemoriseObservation,
  Observation,
  Question,
  Situation,
  SourceDocument,
} from '../task/observation.ts';
export type { ToolDefinition, ToolFailure, ToolResult } from '../task/tool.ts';
export type { Ask, AskOptions, AskResult } from '../workflow/ask.ts';
export type {
  ConformanceRun,
  ConformanceStep,
  WorkflowCase,
  WorkflowContext,
} from '../workflow/conformance-context.ts';
export {
  defineWorkflow,
  type Recalled,
  type WorkflowDraft,
  type WorkflowProgram,
} from '../workflow/define-workflow.ts';
export { type LanguageModelAskOptions, languageModelAsk } from '../workflow/language-model-ask.ts';
export type { JsonReader } from '../workflow/read-json.ts';
export { embedderSimilarity, type Similarity, wordSimilarity } from '../workflow/similarity.ts';
export type { TextCutter } from '../workflow/truncate.ts';
export type * from '../workflow/workflow.ts';
export { workflowCases } from '../workflow/workflow-conformance.ts';
export {
  createWorkflow,
  type WorkflowSources,
  workflowDeclarations,
  workflowNames,
} from '../workflow/workflows.ts';
