/**
 * `transformersEmbedder`: an ONNX embedding model in this process, through transformers.js.
 *
 * @module
 */
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
import { AtomMemError } from '../shared/error.ts';
import { importLocalPackage } from '../shared/import-local-package.ts';

/** Options of `transformersEmbedder`. */
export interface TransformersEmbedderOptions {
  /**
   * A folder with `tokenizer.json`, `config.json` and `onnx/model.onnx` (or `model_quantized.onnx`), or the name of a
   * model on the Hugging Face hub, such as `Xenova/all-MiniLM-L6-v2`. A folder is never looked up on the hub.
   */
  readonly model: string;
  /** Prefix for queries, such as `query: ` for E5 models. Default: none. */
  readonly queryPrefix?: string;
  /** Prefix for entries, such as `passage: ` for E5 models. Default: none. */
  readonly entryPrefix?: string;
  /** How token vectors become one vector, as the model's card states. Default: `'mean'`. */
  readonly pooling?: 'mean' | 'cls';
  /** Texts per batch. Default: 16, or 1 for 8-bit models, whose vectors depend on the other texts of the batch. */
  readonly batchSize?: number;
  /** Threads. Default: cores − 1, at least 1. */
  readonly threads?: number;
  /** Recorded with the vectors. Default: the model's name. */
  readonly name?: string;
}

/** The part of transformers.js that is used here. */
interface TransformersLibrary {
  readonly env: { localModelPath: string; allowRemoteModels: boolean };
  pipeline(
    task: 'feature-extraction',
    model: string,
    options: {
      readonly dtype?: string;
      readonly local_files_only?: boolean;
      readonly session_options: { readonly intraOpNumThreads: number };
    },
  ): Promise<Extractor>;
}

type Extractor = (
  texts: readonly string[],
  options: { readonly pooling: 'mean' | 'cls'; readonly normalize: true },
) => Promise<{ readonly dims: readonly number[]; readonly data: Float32Array }>;

/**
 * Embeds texts with an ONNX model in this process. Vectors have unit length. Texts beyond the model's length are cut.
 * Needs the package `@huggingface/transformers`; the model is loaded at the first call.
 *
 * @throws AtomMemError at the first call: `missing-package`, `missing-file` or `unsupported-file`
 * @example
 * import { createMemory } from 'atommem';
 *
 * const embedder = transformersEmbedder({ model: 'models/all-MiniLM-L6-v2' });
 * const [vector] = await embedder.embed(['How does Ada travel?'], 'query');
 */
export function transformersEmbedder(options: TransformersEmbedderOptions): Embedder {
  const { model, pooling = 'mean', threads = Math.max(1, availableParallelism() - 1) } = options;
  const prefixes: Record<EmbeddingRole, string> = {
    query: options.queryPrefix ?? '',
    entry: options.entryPrefix ?? '',
  };
  let loading: Promise<Loaded> | undefined;
  let dimensions: number | undefined;
  return {
    name: options.name ?? basename(model),
    get dimensions() {
      return dimensions;
    },
    async embed(texts, role, signal) {
      loading ??= load(model, threads);
      const { extract, isQuantised } = await loading;
      const size = options.batchSize ?? (isQuantised ? 1 : 16);
      // Texts of similar length share a batch, because shorter ones are padded.
      const order = [...texts.keys()].sort((one, other) => texts[one]!.length - texts[other]!.length);
      const vectors: Float32Array[] = new Array(texts.length);
      for (let start = 0; start < order.length; start += size) {
        signal?.throwIfAborted();
        const places = order.slice(start, start + size);
        const batch = places.map((place) => prefixes[role] + texts[place]!);
        const { data, dims } = await extract(batch, { pooling, normalize: true });
        const length = dims.at(-1)!;
        for (const [row, place] of places.entries())
          vectors[place] = Float32Array.from(data.subarray(row * length, (row + 1) * length));
        dimensions = length;
      }
      return vectors;
    },
  };
}

interface Loaded {
  readonly extract: Extractor;
  readonly isQuantised: boolean;
}

/** Files of a model's folder, and what transformers.js calls them. */
const WEIGHTS: readonly (readonly [file: string, dtype: string])[] = [
  ['model.onnx', 'fp32'],
  ['model_fp16.onnx', 'fp16'],
  ['model_quantized.onnx', 'q8'],
  ['model_int8.onnx', 'int8'],
];

async function load(model: string, threads: number): Promise<Loaded> {
  const library = await importLocalPackage<TransformersLibrary>(
    '@huggingface/transformers',
    'transformersEmbedder',
  );
  const session = { session_options: { intraOpNumThreads: threads } };
  const folder = resolve(model);
  const files = await listFiles(folder);
  if (files === undefined) {
    if (/^[./~]|^[A-Za-z]:/.test(model) || !/^[\w.-]+\/[\w.-]+$/.test(model))
      throw fail('missing-file', model, `${model} is not a folder`);
    const extract = await library.pipeline('feature-extraction', model, session).catch((cause: unknown) => {
      throw fail('missing-file', model, `${model} cannot be loaded from the hub: ${readLine(cause)}`, cause);
    });
    return { extract, isQuantised: false };
  }
  const weights = WEIGHTS.find(([file]) => files.includes(file));
  if (weights === undefined)
    throw fail(
      'missing-file',
      model,
      `${model} has none of onnx/${WEIGHTS.map(([file]) => file).join(', onnx/')}`,
    );
  const [, dtype] = weights;
  // The settings belong to the library. A folder must not be looked up on the hub.
  const { localModelPath, allowRemoteModels } = library.env;
  library.env.localModelPath = dirname(folder);
  library.env.allowRemoteModels = false;
  try {
    const extract = await library.pipeline('feature-extraction', basename(folder), {
      ...session,
      dtype,
      local_files_only: true,
    });
    return { extract, isQuantised: dtype === 'q8' || dtype === 'int8' };
  } catch (cause) {
    throw fail('unsupported-file', model, `${model} cannot be loaded: ${readLine(cause)}`, cause);
  } finally {
    Object.assign(library.env, { localModelPath, allowRemoteModels });
  }
}

/** Returns the weights of a folder, or `undefined` if it is not one. */
async function listFiles(folder: string): Promise<readonly string[] | undefined> {
  const names = await readdir(folder).catch(() => undefined);
  return names && (await readdir(resolve(folder, 'onnx')).catch(() => []));
}

function readLine(cause: unknown): string {
  return String((cause as { message?: unknown } | null)?.message ?? cause)
    .split('\n')[0]!
    .slice(0, 300);
}

function fail(
  code: 'missing-file' | 'unsupported-file',
  path: string,
  problem: string,
  cause?: unknown,
): AtomMemError {
  return new AtomMemError(code, {
    problem,
    remedy: 'Pass a folder with tokenizer.json, config.json and onnx/model.onnx, or a name on the hub',
    cause,
    details: { path },
  });
}
