/**
 * Embedders over the embedding models of the AI SDK.
 *
 * @module
 */
import type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
import { AtomMemError } from '../shared/error.ts';
import { type EmbeddingModelObject, importAi } from './defer-model.ts';

/** Query prefix for Qwen3-Embedding, as the released AtomMem agent sends it. */
export const QWEN3_QUERY_PREFIX =
  'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:';

export interface AiEmbedderOptions {
  /** A model object. Names are not accepted, because the AI SDK would send them to a hosted gateway. */
  readonly model: EmbeddingModelObject;
  /** Prefix for queries, such as `QWEN3_QUERY_PREFIX`. Default: none. */
  readonly queryPrefix?: string;
  /** Prefix for entries. Default: none. */
  readonly entryPrefix?: string;
  /**
   * Maximum number of texts per request. Default: 64, or the model's own limit if it is lower. If the server answers
   * 400, 413 or 422, this request and later ones are split in half.
   */
  readonly maxPerCall?: number;
  /** Retries of a failed request. Default: 2 (AI SDK). */
  readonly maxRetries?: number;
  /** Recorded with the vectors. Default: provider and model id. */
  readonly name?: string;
}

/**
 * Returns an embedder over any embedding model of the AI SDK. It sends one request at a time. If a request still
 * fails after its retries, the AI SDK's error is thrown.
 *
 * @example
 * const baseURL = 'http://127.0.0.1:8000/v1';
 * const model = openAICompatibleEmbedding({ model: 'qwen3-embedding', baseURL });
 * const embedder = aiEmbedder({ model, queryPrefix: QWEN3_QUERY_PREFIX });
 */
export function aiEmbedder(options: AiEmbedderOptions): Embedder {
  const { model, maxPerCall = 64, maxRetries = 2 } = options;
  if (!(maxPerCall >= 1)) {
    throw new AtomMemError('bad-option', {
      problem: `"maxPerCall" is ${maxPerCall}`,
      remedy: 'Pass a whole number of at least 1',
      details: { option: 'maxPerCall', value: maxPerCall },
    });
  }
  let perCall = maxPerCall;
  const prefixes: Record<EmbeddingRole, string> = {
    query: options.queryPrefix ?? '',
    entry: options.entryPrefix ?? '',
  };
  let dimensions: number | undefined;

  return {
    name: options.name ?? `${model.provider}/${model.modelId}`,
    get dimensions() {
      return dimensions;
    },
    async embed(texts, role, signal) {
      const { embedMany } = await importAi('aiEmbedder');
      const vectors: Float32Array[] = [];
      while (vectors.length < texts.length) {
        signal?.throwIfAborted();
        const part = texts.slice(vectors.length, vectors.length + perCall);
        try {
          const { embeddings } = await embedMany({
            model,
            values: part.map((text) => prefixes[role] + text),
            maxRetries,
            maxParallelCalls: 1,
            telemetry: { isEnabled: false },
            abortSignal: signal,
          });
          vectors.push(...embeddings.map((embedding) => Float32Array.from(embedding)));
          if (embeddings.length < part.length) return vectors;
        } catch (cause) {
          if (part.length === 1 || !isTooMuch(cause)) throw cause;
          perCall = Math.ceil(part.length / 2);
        }
      }
      dimensions ??= vectors[0]?.length;
      return vectors;
    },
  };
}

/** Statuses that servers return for a request with too many texts. */
const TOO_MUCH: readonly unknown[] = [400, 413, 422];

function isTooMuch(cause: unknown): boolean {
  return TOO_MUCH.includes((cause as { statusCode?: unknown } | null)?.statusCode);
}
