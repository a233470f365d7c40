/**
 * The entry `atommem/llama`: GGUF models in this process, as a language model, an embedder or an engine.
 *
 * @module
 */
export type { LanguageModelV4 } from '../ai/defer-model.ts';
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
export { type GgufHeader, readGgufHeader } from '../llama/gguf.ts';
export { type JsonSchema, jsonSchemaGrammar } from '../llama/json-schema-grammar.ts';
export { type LlamaEmbedder, type LlamaEmbedderOptions, llamaEmbedder } from '../llama/llama-embedder.ts';
export { type LlamaEngine, type LlamaEngineOptions, llamaEngine } from '../llama/llama-engine.ts';
export { type LlamaModel, type LlamaModelOptions, llamaModel } from '../llama/llama-model.ts';
export type { LlamaAdapter, LlamaModelFiles, LlamaOptions } from '../llama/llama-options.ts';
export type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
export type { ChatPrompt, ChatTokenizer } from '../policy/chat-tokenizer.ts';
export type { PromptMessage } from '../prompt/prompt-message.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
