/**
 * The entry `atommem/train`: what training needs: the engine contract and policies whose model speaks in tokens.
 *
 * @module
 */
export type * from '../engine/engine.ts';
export { EngineError, type EngineErrorCode } from '../engine/engine-error.ts';
export { type EngineNeeds, requireCapabilities } from '../engine/require-capabilities.ts';
export {
  type ChatPrompt,
  type ChatTokenizer,
  loadChatTokenizer,
  type ModelFiles,
} from '../policy/chat-tokenizer.ts';
export { type TokenLanguageModelOptions, tokenLanguageModelPolicy } from '../policy/token-language-model.ts';
