/**
 * The entry `atommem/learned`: the policy of the learned controller and its weights.
 *
 * @module
 */

export {
  type ConversationWeights,
  formatConversationWeights,
  parseConversationWeights,
} from '../ai/learned-conversation/conversation-weights.ts';
export {
  type LearnedConversation,
  type LearnedConversationOptions,
  learnedConversation,
} from '../ai/learned-conversation/learned-conversation.ts';
export type { Recall, RecallRequest } from '../ai/recall-entries.ts';
export type { Issue, Span } from '../codec/codec.ts';
export { type LearnedOptions, learnedPolicy } from '../learned/learned-policy.ts';
export type { Network } from '../learned/network.ts';
export { type ControllerWeights, formatWeights, parseWeights } from '../learned/weights.ts';
export type { WordCounts } from '../learned/word-counts.ts';
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
