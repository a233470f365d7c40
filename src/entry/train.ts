/**
 * The entry `atommem/train`: what training needs: the engine contract and policies whose model speaks in tokens.
 *
 * @module
 */

export type { Codec, Issue, ParsedReply, Span } from '../codec/codec.ts';
export type * from '../engine/engine.ts';
export { EngineError, type EngineErrorCode } from '../engine/engine-error.ts';
export { type EngineNeeds, requireCapabilities } from '../engine/require-capabilities.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export type {
  CreateOperation,
  DeleteOperation,
  Operation,
  ReadOperation,
  Target,
  UpdateOperation,
} from '../memory/operation.ts';
export type { MetaFilter } from '../memory/retriever.ts';
export type { View } from '../memory/view.ts';
export {
  type ChatPrompt,
  type ChatTokenizer,
  loadChatTokenizer,
  type ModelFiles,
} from '../policy/chat-tokenizer.ts';
export type {
  Failure,
  ModelCall,
  Policy,
  PolicyContext,
  Reply,
  ReplyTokens,
  Usage,
} from '../policy/policy.ts';
export { type TokenLanguageModelOptions, tokenLanguageModelPolicy } from '../policy/token-language-model.ts';
export type { TokenSampler } from '../policy/token-policy.ts';
export type { PromptMessage } from '../prompt/prompt-message.ts';
export type { PromptContext, PromptSet } from '../prompt/prompt-set.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
export type { Action, ToolCall } from '../task/action.ts';
export type {
  AnswerObservation,
  Chunk,
  MemoriseObservation,
  Observation,
  Question,
  SourceDocument,
} from '../task/observation.ts';
