/**
 * A GGUF embedding model in this process.
 *
 * @module
 */
import { basename } from 'node:path';
import type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
import type { NativeEmbeddingContext, NativeModel } from './llama-library.ts';
import type { LlamaOptions } from './llama-options.ts';
import { countThreads, loadWeights } from './load-llama.ts';

/** Options of `llamaEmbedder`. */
export interface LlamaEmbedderOptions extends LlamaOptions {
  /** Prefix for queries, as the model's card states. Default: none. */
  readonly queryPrefix?: string;
  /** Prefix for entries, as the model's card states. Default: none. */
  readonly entryPrefix?: string;
  /** Recorded with the vectors. Default: the file's name. */
  readonly name?: string;
}

/** An embedder in this process. */
export interface LlamaEmbedder extends Embedder {
  /** Frees the memory. */
  close(): Promise<void>;
}

interface Opened {
  readonly model: NativeModel;
  readonly context: NativeEmbeddingContext;
  readonly longest: number;
}

/**
 * Embeds texts with a GGUF model in this process, such as nomic-embed-text or Qwen3-Embedding. The weights are loaded
 * at the first call. Longer texts than the context are cut. Needs the package `node-llama-cpp`.
 *
 * @throws AtomMemError at the first call, as `llamaModel`
 * @example
 * import { createMemory } from 'atommem';
 *
 * const embedder = llamaEmbedder({ path: 'nomic-embed-text-v1.5.Q8_0.gguf', queryPrefix: 'search_query: ' });
 * const [vector] = await embedder.embed(['How does Ada travel?'], 'query');
 */
export function llamaEmbedder(options: LlamaEmbedderOptions): LlamaEmbedder {
  const prefixes: Record<EmbeddingRole, string> = {
    query: options.queryPrefix ?? '',
    entry: options.entryPrefix ?? '',
  };
  let opened: Promise<Opened> | undefined;
  let dimensions: number | undefined;
  return {
    name: options.name ?? basename(options.path, '.gguf'),
    get dimensions() {
      return dimensions;
    },
    async embed(texts, role, signal) {
      opened ??= openEmbedder(options);
      const { model, context, longest } = await opened;
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        signal?.throwIfAborted();
        const tokens = model.tokenize(prefixes[role] + text, false).slice(0, longest);
        const { vector } = await context.getEmbeddingFor(tokens);
        vectors.push(
          Float32Array.from(vector.length > 0 ? vector : new Float32Array(model.embeddingVectorSize)),
        );
      }
      dimensions ??= vectors[0]?.length;
      return vectors;
    },
    async close() {
      const closing = opened;
      opened = undefined;
      await (await closing?.catch(() => undefined))?.model.dispose();
    },
  };
}

/** Tokens that llama.cpp adds around a text. */
const ADDED_TOKENS = 2;
/** Context unless `contextSize` asks for more, in tokens. */
const LONGEST_DEFAULT_TEXT = 2048;

async function openEmbedder(options: LlamaOptions): Promise<Opened> {
  const threads = countThreads(options);
  // Texts of a memory are short, and the context is kept in memory.
  const { model, contextSize } = await loadWeights(options, 'llamaEmbedder', LONGEST_DEFAULT_TEXT);
  const context = await model.createEmbeddingContext({ contextSize, threads });
  return { model, context, longest: contextSize - ADDED_TOKENS };
}
