import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { EmbeddingModel, LanguageModel } from 'ai';
import { strikeSecret } from '../shared/redact.ts';
import { mendResponse } from './mend-response.ts';

export interface OpenAICompatibleOptions {
  /** The model's name as the server knows it. */
  readonly model: string;
  /** Address up to and with the version: `http://127.0.0.1:8000/v1`. */
  readonly baseURL: string;
  /** Sent as a bearer token. Read from no environment: the caller gives it. */
  readonly apiKey?: string;
}

/**
 * A chat model behind any OpenAI-compatible server: vLLM, SGLang, llama.cpp, Ollama, hosted ones. The key is
 * struck out of everything that the server sends back, so that it can reach no error, trajectory or log
 * (for this a reply is taken in whole: a stream arrives in one piece).
 *
 * @throws when the address or the key cannot be used; the message never holds the key.
 * @example
 * const model = openAICompatibleModel({ model: 'Qwen/Qwen3-8B', baseURL: 'http://127.0.0.1:8000/v1' });
 */
export function openAICompatibleModel(options: OpenAICompatibleOptions): Exclude<LanguageModel, string> {
  return connect(options).chatModel(options.model);
}

/**
 * An embedding model behind such a server, for `aiSdkEmbedder`; the key is kept out of everything likewise.
 *
 * @throws when the address or the key cannot be used; the message never holds the key.
 * @example
 * const model = openAICompatibleEmbeddingModel({ model: 'qwen3-embedding', baseURL: 'http://127.0.0.1:8001/v1' });
 */
export function openAICompatibleEmbeddingModel(
  options: OpenAICompatibleOptions,
): Exclude<EmbeddingModel, string> {
  return connect(options).embeddingModel(options.model);
}

function connect(options: OpenAICompatibleOptions): ReturnType<typeof createOpenAICompatible> {
  const apiKey = checkKey(options.apiKey);
  return createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: checkAddress(options.baseURL),
    apiKey,
    fetch: fetchMended(apiKey),
  });
}

function checkAddress(baseURL: string): string {
  const url = URL.parse(baseURL);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Error(`baseURL must be an http or https address, as http://127.0.0.1:8000/v1`);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new Error(
      `baseURL for ${url.host} must end with its path: give a key as apiKey, not in the address`,
    );
  return url.href.replace(/\/+$/, '');
}

/** A line break around a key is common in files and variables; inside it, fetch would quote the key in its error. */
function checkKey(apiKey: string | undefined): string | undefined {
  const key = apiKey?.trim();
  if (key === undefined || key === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new Error('apiKey holds a blank or a character beyond ASCII: give the bare key of the server');
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
