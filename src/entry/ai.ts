/**
 * The entry `atommem/ai`: language models through the AI SDK, embedders, and record and replay of calls.
 *
 * @module
 */

export { type AiEmbedderOptions, aiEmbedder, QWEN3_QUERY_PREFIX } from '../ai/ai-embedder.ts';
export {
  type ConversationPolicyOptions,
  conversationPolicy,
} from '../ai/conversation/conversation-policy.ts';
export type {
  EmbeddingModelObject,
  EmbeddingModelV4,
  LanguageModelObject,
  LanguageModelV4,
} from '../ai/defer-model.ts';
export type { MemoryBlock } from '../ai/memory-block.ts';
export {
  type OpenAICompatibleOptions,
  openAICompatible,
  openAICompatibleEmbedding,
} from '../ai/openai-compatible.ts';
export { type Recall, type RecallRequest, recallEntries } from '../ai/recall-entries.ts';
export {
  type MemoryTool,
  type MemoryToolOptions,
  memoryToolSet,
} from '../ai/tools/memory-tool-set.ts';
export { type MemoryTools, memoryTools } from '../ai/tools/memory-tools.ts';
export type { MemoryToolDefinition, MemoryToolStyle } from '../ai/tools/tool-definitions.ts';
export type {
  MemoryToolRefusal,
  MemoryToolResult,
  MemoryToolSuccess,
  ToolRefusal,
} from '../ai/tools/tool-result.ts';
export {
  type MemoryEvent,
  type MemoryLanguageModel,
  type WithMemoryOptions,
  withMemory,
} from '../ai/with-memory.ts';
export type { Codec, Issue, ParseContext, ParsedReply, Span, WritableReply } from '../codec/codec.ts';
export { type HashingOptions, hashingEmbedder } from '../embed/hashing.ts';
export { judgeWithModel } from '../eval/judge-with-model.ts';
export type { Constraint, Format } from '../format/format.ts';
export { FORMAT_NAMES, type FormatName, resolveFormat } from '../format/resolve-format.ts';
export type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export type { LogDifference, LogRecord, LogState } from '../memory/log.ts';
export type {
  ApplyOptions,
  CreateOptions,
  DeletedEffect,
  DeleteOptions,
  Memory,
  ReadOptions,
  UpdateOptions,
  WrittenEffect,
} from '../memory/memory.ts';
export type {
  AppliedEffect,
  CreateOperation,
  DeleteOperation,
  Effect,
  Operation,
  ReadOperation,
  Refusal,
  RefusedEffect,
  Target,
  UpdateOperation,
} from '../memory/operation.ts';
export type { MetaFilter } from '../memory/retriever.ts';
export type { Commit, LogRange } from '../memory/store.ts';
export type { View } from '../memory/view.ts';
export { type ComposedOptions, composed } from '../policy/composed.ts';
export type { ConstrainBy } from '../policy/constrain-model.ts';
export { type LanguageModelPolicyOptions, languageModelPolicy } from '../policy/language-model.ts';
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
export type { PromptContext, PromptSet } from '../prompt/prompt-set.ts';
export {
  type CallRequest,
  type CallStore,
  createCallStore,
  type RecordedCall,
} from '../recording/recorded-call.ts';
export { createRecorder, type Recorder, type RecorderOptions } from '../recording/recorded-model.ts';
export type { Atommem8bOptions } from '../released/atommem-8b-codec.ts';
export type { PromptShape } from '../released/atommem-8b-prompts.ts';
export type { Truncate } from '../released/atommem-8b-view.ts';
export type { AskJudge } from '../score/judge.ts';
export type { Clock } from '../shared/clock.ts';
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
export type { Tokenizer } from '../task/tokenizer.ts';
export type { ToolDefinition, ToolFailure, ToolResult } from '../task/tool.ts';
