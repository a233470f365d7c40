/**
 * The entry `atommem/test`: the contracts of stores, retrievers, memory layers, engines and workflows as cases
 * for any test runner. They import no test framework; a case passes when its `run` resolves.
 *
 * @module
 */

export type { Issue, Span } from '../codec/codec.ts';
export type { EngineCase } from '../conformance/engine-case.ts';
export { type EngineContext, engineCases, engineInferenceCases } from '../conformance/engine-conformance.ts';
export type {
  MemoryLayer,
  MemoryLayerCase,
  MemoryLayerContext,
  MemoryLayerOutcome,
} from '../conformance/memory-layer.ts';
export { memoryLayerCases } from '../conformance/memory-layer-cases.ts';
export { type StoreCase, type StoreContext, storeCases } from '../conformance/store-conformance.ts';
export { type HashingOptions, hashingEmbedder } from '../embed/hashing.ts';
export type {
  AdamParams,
  Datum,
  Engine,
  EngineCapabilities,
  ForwardBackwardResult,
  LoadOptions,
  Loss,
  LossInputs,
  LossName,
  LossOutput,
  OptimStepResult,
  SampledSequence,
  SampleRequest,
  SampleResult,
  SamplingParams,
  SaveOptions,
  ScoredText,
  TokenIds,
  Vocabulary,
} from '../engine/engine.ts';
export type {
  BinaryLossOp,
  CustomLoss,
  LossInput,
  LossNode,
  UnaryLossOp,
} from '../engine/loss/custom-loss.ts';
export type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export type { LogRecord } from '../memory/log.ts';
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
export type {
  BoundSearch,
  BoundStore,
  EntryIndex,
  Hit,
  MetaFilter,
  Retriever,
  SearchOptions,
  StoreSearch,
  StoreSearchOptions,
} from '../memory/retriever.ts';
export type { Showing } from '../memory/showing.ts';
export type { Commit, CommitOptions, LogRange, PurgeOptions, PurgeReport, Store } from '../memory/store.ts';
export type { EntryVector, StoreVectors, VectorSet, VectorSpace } from '../memory/vector-set.ts';
export type { View } from '../memory/view.ts';
export type { CreateWrite, DeleteWrite, UpdateWrite, Write } from '../memory/write.ts';
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
export type { RetrieverCase } from '../search/retriever-conformance.ts';
export { retrieverCases } from '../search/retriever-conformance.ts';
export type { Clock } from '../shared/clock.ts';
export { createCountingClock, systemClock } from '../shared/clock.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
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
export type {
  CallRange,
  DeclaredCalls,
  Defect,
  Parameter,
  Workflow,
  WorkflowDeclaration,
} from '../workflow/workflow.ts';
export { workflowCases } from '../workflow/workflow-conformance.ts';
