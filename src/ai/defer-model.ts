/**
 * Models of the AI SDK that load their package at the first call, so that the optional peers stay optional.
 *
 * @module
 */
import type { EmbeddingModel, LanguageModel, wrapEmbeddingModel, wrapLanguageModel } from 'ai';
import { importPackage } from '../shared/import-package.ts';

/** A language model of the AI SDK, specification version 4. */
export type LanguageModelV4 = ReturnType<typeof wrapLanguageModel>;

/** An embedding model of the AI SDK, specification version 4. */
export type EmbeddingModelV4 = ReturnType<typeof wrapEmbeddingModel>;

/** Options of one call of a language model, with the prompt. */
export type LanguageModelCall = Parameters<LanguageModelV4['doGenerate']>[0];

/** A model object of the AI SDK. Names are not accepted: the AI SDK would send it to a hosted gateway. */
export type LanguageModelObject = Exclude<LanguageModel, string>;

/** An embedding model object of the AI SDK. */
export type EmbeddingModelObject = Exclude<EmbeddingModel, string>;

interface Identity {
  readonly provider: string;
  readonly modelId: string;
}

/** Loads the AI SDK for the feature that `what` names. */
export function importAi(what: string): Promise<typeof import('ai')> {
  return importPackage('ai', what, () => import('ai'));
}

/** Returns a language model that calls `load` on first use. */
export function deferLanguageModel(
  { provider, modelId }: Identity,
  load: () => Promise<LanguageModelV4>,
): LanguageModelV4 {
  const get = once(load);
  return {
    specificationVersion: 'v4',
    provider,
    modelId,
    get supportedUrls() {
      return quiet(get().then(async (model) => model.supportedUrls));
    },
    doGenerate: async (call) => (await get()).doGenerate(call),
    doStream: async (call) => (await get()).doStream(call),
  };
}

/** Returns an embedding model that calls `load` on first use. */
export function deferEmbeddingModel(
  { provider, modelId }: Identity,
  load: () => Promise<EmbeddingModelV4>,
): EmbeddingModelV4 {
  const get = once(load);
  return {
    specificationVersion: 'v4',
    provider,
    modelId,
    get maxEmbeddingsPerCall() {
      return quiet(get().then(async (model) => model.maxEmbeddingsPerCall));
    },
    get supportsParallelCalls() {
      return quiet(get().then(async (model) => model.supportsParallelCalls));
    },
    doEmbed: async (call) => (await get()).doEmbed(call),
  };
}

function once<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined;
  return () => {
    value ??= load();
    return value;
  };
}

/** Prevents an unhandled rejection. The call itself reports the error. */
function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  return promise;
}
