/**
 * `staticEmbedder`: embeddings from a table and a tokenizer, without a runtime.
 *
 * @module
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { averageTokens, type WordTable } from '../embed/word-table.ts';
import type { Embedder } from '../memory/embedder.ts';
import { AtomMemError } from '../shared/error.ts';
import { loadHuggingFaceTokenizer, type Tokenizer } from '../task/tokenizer.ts';

/** Options of `staticEmbedder`. */
export interface StaticEmbedderOptions {
  /**
   * A folder with one `.safetensors` file and its `tokenizer.json`, such as a model2vec model, or the files of the
   * Python package `wordllama`. Subfolders are searched too.
   */
  readonly path: string;
  /** Recorded with the vectors. Default: `static-` and the name of the table's file. */
  readonly name?: string;
}

/**
 * Embeds texts as the mean of their tokens' vectors. It needs no model runtime and takes microseconds a text, but it
 * ignores the order of words. Needs the package `@huggingface/tokenizers`.
 *
 * @throws AtomMemError at the first call: `missing-file`, `unsupported-file` or `missing-package`
 * @example
 * const embedder = staticEmbedder({ path: 'models/potion-base-8M' });
 * const [vector] = await embedder.embed(['Ada prefers trains.'], 'entry');
 */
export function staticEmbedder({ path, name = `static-${basename(path)}` }: StaticEmbedderOptions): Embedder {
  let loading: Promise<{ readonly table: WordTable; readonly tokenizer: Tokenizer }> | undefined;
  let dimensions: number | undefined;
  return {
    name,
    get dimensions() {
      return dimensions;
    },
    async embed(texts, _role, signal) {
      loading ??= load(path);
      const { table, tokenizer } = await loading;
      dimensions = table.dimensions;
      signal?.throwIfAborted();
      return texts.map((text) => averageTokens(table, tokenizer.encode(text)));
    },
  };
}

async function load(path: string) {
  const files = await listFiles(path, 2);
  const [table] = files.filter((file) => file.endsWith('.safetensors'));
  const [vocabulary] = files
    .filter((file) => /tokenizer[^/\\]*\.json$/.test(file) && !/[/\\]tokenizer_config\.json$/.test(file))
    .sort((one, other) => one.length - other.length);
  if (table === undefined || vocabulary === undefined) {
    throw fail(
      'missing-file',
      path,
      `${path} has no ${table === undefined ? '.safetensors file' : 'tokenizer.json'}`,
    );
  }
  const tokenizer = await loadHuggingFaceTokenizer(
    JSON.parse(await readFile(vocabulary, 'utf8')) as object,
    {},
    'staticEmbedder',
  );
  return { table: readTable(await readFile(table), table), tokenizer };
}

/** Lists files of a folder and its subfolders, or the file itself. */
async function listFiles(path: string, depth: number): Promise<readonly string[]> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw fail('missing-file', path, `${path} cannot be read (${cause.code})`);
  });
  if (!found.isDirectory()) return [path];
  if (depth < 0) return [];
  const names = (await readdir(path)).sort();
  const lists = await Promise.all(names.map((name) => listFiles(join(path, name), depth - 1)));
  return lists.flat();
}

/** Reads the only matrix of a safetensors file. */
function readTable(file: Buffer, path: string): WordTable {
  const length = file.length < 8 ? Number.NaN : Number(file.readBigUInt64LE(0));
  if (!(length <= file.length - 8))
    throw fail('unsupported-file', path, `${path} is no safetensors file, or is cut`);
  const header = JSON.parse(file.toString('utf8', 8, 8 + length)) as Record<string, TensorEntry>;
  const matrix = Object.values(header).find(({ shape }) => shape?.length === 2);
  const bytes = { F16: 2, F32: 4 }[matrix?.dtype ?? ''];
  if (matrix === undefined || bytes === undefined)
    throw fail('unsupported-file', path, `${path} has no matrix of 16-bit or 32-bit floats`);
  const [rows, dimensions] = matrix.shape as readonly [number, number];
  const [start, end] = matrix.data_offsets.map((offset) => offset + 8 + length) as [number, number];
  if (end > file.length || end - start !== rows * dimensions * bytes)
    throw fail('unsupported-file', path, `${path} is cut: it needs ${end} bytes and has ${file.length}`);
  const data = Uint8Array.from(file.subarray(start, end)).buffer;
  return { rows, dimensions, values: bytes === 2 ? new Uint16Array(data) : new Float32Array(data) };
}

interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

function fail(code: 'missing-file' | 'unsupported-file', path: string, problem: string): AtomMemError {
  return new AtomMemError(code, {
    problem,
    remedy: 'Pass a folder with a table (.safetensors) and its tokenizer.json',
    details: { path },
  });
}
