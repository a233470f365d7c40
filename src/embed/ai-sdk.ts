import { type EmbeddingModel, embedMany } from 'ai';
import type { Embedder, EmbeddingRole } from '../memory/embedder.ts';

/** What Qwen3-Embedding expects before a query, as the released AtomMem agent sends it: no space at the end. */
export const QWEN3_QUERY_PREFIX =
  'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:';

export interface AiSdkEmbedderOptions {
  /** A model object. A bare name is not taken: the AI SDK would send it to a hosted gateway. */
  readonly model: Exclude<EmbeddingModel, string>;
  /** Put before queries, with nothing between, e.g. `QWEN3_QUERY_PREFIX`. Default: nothing. */
  readonly queryPrefix?: string;
  /** Put before entries, with nothing between. Default: nothing. */
  readonly entryPrefix?: string;
  /** Most texts in one request. Default 64; the model's own limit holds beside it. */
  readonly maxPerCall?: number;
  /** Further attempts of a failed request. Default 2, the AI SDK's. */
  readonly maxRetries?: number;
  /** Recorded beside vectors. Default: provider and model id. */
  readonly name?: string;
}

/**
 * Embeds with any embedding model of the AI SDK. Requests go out one after another; a failed one throws
 * the AI SDK's error when its retries are spent.
 *
 * @example
 * const provider = createOpenAICompatible({ name: 'local', baseURL: 'http://127.0.0.1:8000/v1' });
 * const model = provider.embeddingModel('qwen3-embedding');
 * const embedder = aiSdkEmbedder({ model, queryPrefix: QWEN3_QUERY_PREFIX });
 */
export function aiSdkEmbedder(options: AiSdkEmbedderOptions): Embedder {
  const { model, maxPerCall = 64, maxRetries = 2 } = options;
  if (!(maxPerCall >= 1)) throw new RangeError(`maxPerCall is ${maxPerCall}: give at least 1`);
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
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += maxPerCall) {
        signal?.throwIfAborted();
        const { embeddings } = await embedMany({
          model,
          values: texts.slice(start, start + maxPerCall).map((text) => prefixes[role] + text),
          maxRetries,
          maxParallelCalls: 1,
          telemetry: { isEnabled: false },
          ...(signal && { abortSignal: signal }),
        });
        vectors.push(...embeddings.map((embedding) => Float32Array.from(embedding)));
      }
      dimensions ??= vectors[0]?.length;
      return vectors;
    },
  };
}
