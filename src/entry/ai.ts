/**
 * The entry `atommem/ai`: language models through the AI SDK, embedders, and record and replay of calls.
 *
 * @module
 */
export {
  type OpenAICompatibleOptions,
  openAICompatibleEmbeddingModel,
  openAICompatibleModel,
} from '../ai/openai-compatible.ts';
export type { Codec, Issue, ParsedReply } from '../codec/codec.ts';
export { type AiSdkEmbedderOptions, aiSdkEmbedder, QWEN3_QUERY_PREFIX } from '../embed/ai-sdk.ts';
export type { Embedder } from '../embed/embedder.ts';
export { type HashingOptions, hashingEmbedder } from '../embed/hashing.ts';
export { type CodecName, createCodec } from '../format/codecs.ts';
export { createPrompts, type PromptOptions } from '../format/prompts.ts';
export { type LanguageModelPolicyOptions, languageModelPolicy } from '../policy/language-model.ts';
export {
  type CallRequest,
  type CallStore,
  createCallStore,
  type RecordedCall,
} from '../recording/recorded-call.ts';
export { createRecorder, type Recorder, type RecorderOptions } from '../recording/recorded-model.ts';
