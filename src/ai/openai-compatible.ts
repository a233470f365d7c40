/**
 * Models behind OpenAI-compatible servers: vLLM, SGLang, llama.cpp, Ollama and hosted ones.
 *
 * @module
 */
import type { OpenAICompatibleProvider } from '@ai-sdk/openai-compatible';
import { AtomMemError } from '../shared/error.ts';
import { importPackage } from '../shared/import-package.ts';
import { strikeSecret } from '../shared/redact.ts';
import {
  deferEmbeddingModel,
  deferLanguageModel,
  type EmbeddingModelV4,
  type LanguageModelV4,
} from './defer-model.ts';
import { mendResponse } from './mend-response.ts';

export interface OpenAICompatibleOptions {
  /** Name of the model on the server. */
  readonly model: string;
  /** URL including the version: `http://127.0.0.1:8000/v1`. */
  readonly baseURL: string;
  /** Sent to this server as a bearer token. No environment variable is read. Default: no key. */
  readonly apiKey?: string;
}

/**
 * Returns a chat model behind an OpenAI-compatible server, as a model of the AI SDK. The key is redacted from every
 * response, so that no error, trajectory or log contains it. Streams are buffered and arrive in one piece. The
 * package `@ai-sdk/openai-compatible` is loaded on first use.
 *
 * @throws AtomMemError `bad-option` for an invalid URL or key. The message never contains the key.
 * @example
 * const model = openAICompatible({ model: 'Qwen/Qwen3-8B', baseURL: 'http://127.0.0.1:8000/v1' });
 */
export function openAICompatible(options: OpenAICompatibleOptions): LanguageModelV4 {
  const connect = prepareConnection(options);
  const identity = { provider: `${PROVIDER}.chat`, modelId: options.model };
  return deferLanguageModel(identity, async () => (await connect()).chatModel(options.model));
}

/**
 * Returns an embedding model behind an OpenAI-compatible server, for `aiEmbedder`. Keys and errors are
 * handled as in `openAICompatible`.
 *
 * @throws AtomMemError `bad-option`
 * @example
 * const model = openAICompatibleEmbedding({ model: 'qwen3-embedding', baseURL: 'http://127.0.0.1:8001/v1' });
 * const embedder = aiEmbedder({ model });
 */
export function openAICompatibleEmbedding(options: OpenAICompatibleOptions): EmbeddingModelV4 {
  const connect = prepareConnection(options);
  const identity = { provider: `${PROVIDER}.embedding`, modelId: options.model };
  return deferEmbeddingModel(identity, async () => (await connect()).embeddingModel(options.model));
}

const PROVIDER = 'openai-compatible';

/** Checks the options now and loads the package at the first call. */
function prepareConnection(options: OpenAICompatibleOptions): () => Promise<OpenAICompatibleProvider> {
  const apiKey = checkKey(options.apiKey);
  const baseURL = checkAddress(options.baseURL);
  return async () => {
    const { createOpenAICompatible } = await importPackage(
      '@ai-sdk/openai-compatible',
      'openAICompatible',
      () => import('@ai-sdk/openai-compatible'),
    );
    return createOpenAICompatible({ name: PROVIDER, baseURL, apiKey, fetch: fetchMended(apiKey) });
  };
}

function checkAddress(baseURL: string): string {
  const url = URL.parse(baseURL);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw badOption(
      'baseURL',
      'baseURL is not an http or https address',
      'Give one such as http://127.0.0.1:8000/v1',
    );
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw badOption(
      'baseURL',
      `baseURL of ${url.host} holds more than an address`,
      'End it with its path, and give a key as apiKey',
    );
  return url.href.replace(/\/+$/, '');
}

function badOption(option: string, problem: string, remedy: string): Error {
  return new AtomMemError('bad-option', { problem, remedy, details: { option } });
}

/** A line break around a key is common in files and variables; inside it, fetch would quote the key in its error. */
function checkKey(apiKey: string | undefined): string | undefined {
  const key = apiKey?.trim();
  if (key === undefined || key === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(key))
    throw badOption(
      'apiKey',
      'apiKey holds a blank or a character beyond ASCII',
      'Give the bare key of the server',
    );
  return key;
}

/** Repairs what a server sends, and strikes the key out of it. */
function fetchMended(secret: string | undefined): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await globalThis.fetch(input, init);
    const isJson = /json/i.test(response.headers.get('content-type') ?? '');
    if (response.body === null || (secret === undefined && !isJson)) return response;
    const { status, statusText, headers } = response;
    const text = await response.text();
    const body = isJson ? mendResponse(text) : text;
    return new Response(secret === undefined ? body : strikeSecret(body, secret), {
      status,
      statusText,
      headers,
    });
  };
}
