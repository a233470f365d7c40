/**
 * Reads the header of a GGUF file: what a model or an adapter is, and whether the file is complete.
 *
 * @module
 */
import { type FileHandle, open } from 'node:fs/promises';
import { AtomMemError, type AtomMemErrorCode } from '../shared/error.ts';

/** What the header of a GGUF file says. */
export interface GgufHeader {
  readonly kind: 'model' | 'adapter';
  /** Such as `llama`, `qwen3` or `gemma3`. */
  readonly architecture: string;
  readonly name?: string;
  /** Context length that the model was trained on, in tokens. Absent in adapters. */
  readonly contextLength?: number;
  /** The chat template, in Jinja. Absent in base models. */
  readonly chatTemplate?: string;
  /** Width of the hidden states. Absent in adapters. */
  readonly width?: number;
  /** Number of layers. Absent in adapters. */
  readonly layers?: number;
  /** Number of query heads. Absent in adapters. */
  readonly heads?: number;
  /** Number of key and value heads. Absent in adapters, and if it equals the number of query heads. */
  readonly keyHeads?: number;
  /** Tokens that layers with a sliding window see. Absent if every layer sees the whole context. */
  readonly slidingWindow?: number;
  /** Shape of every tensor. */
  readonly tensors: ReadonlyMap<string, readonly number[]>;
  readonly bytes: number;
}

/**
 * Reads the header of a GGUF file. It needs no package and loads no weights.
 *
 * @throws AtomMemError `missing-file`, `unsupported-file` if the file is not GGUF, and `malformed-record` if it is cut.
 * @example
 * const { architecture, contextLength } = await readGgufHeader('model.gguf');
 */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    const problem =
      cause.code === 'ENOENT' ? `${path} does not exist` : `${path} cannot be read (${cause.code})`;
    throw fail('missing-file', path, problem, 'Pass the path of a .gguf file', cause);
  });
  try {
    const found = await file.stat();
    if (found.isDirectory())
      throw fail('unsupported-file', path, `${path} is a folder`, 'Pass the path of a .gguf file');
    return await readHeader(createReader(file, found.size), path, found.size);
  } catch (cause) {
    if (cause instanceof CutError)
      throw fail(
        'malformed-record',
        path,
        `${path} is cut: ${cause.message}`,
        'Download the file again',
        cause,
      );
    throw cause;
  } finally {
    await file.close();
  }
}

/** The file ends before its contents do. */
class CutError extends Error {}

function fail(
  code: Extract<AtomMemErrorCode, 'missing-file' | 'unsupported-file' | 'malformed-record'>,
  path: string,
  problem: string,
  remedy: string,
  cause?: unknown,
): AtomMemError {
  return new AtomMemError(code, { problem, remedy, cause, details: { path } });
}

async function readHeader(reader: Reader, path: string, bytes: number): Promise<GgufHeader> {
  if (bytes < 24 || (await reader.text(4)) !== 'GGUF') {
    throw fail('unsupported-file', path, `${path} is not a GGUF file`, 'Pass a model in GGUF format');
  }
  const version = await reader.unsigned(4);
  if (version < 2 || version > 3) {
    const problem = `${path} has GGUF version ${version}, and versions 2 and 3 are supported`;
    throw fail('unsupported-file', path, problem, 'Convert the model with a current llama.cpp');
  }
  const tensorCount = await reader.unsigned(8);
  const fieldCount = await reader.unsigned(8);
  const fields = new Map<string, unknown>();
  for (let index = 0; index < fieldCount; index++) {
    const key = await reader.text(await reader.unsigned(8));
    fields.set(key, await readValue(reader, await reader.unsigned(4)));
  }
  const tensors = await readTensors(
    reader,
    tensorCount,
    Number(fields.get('general.alignment') ?? 32),
    bytes,
  );
  const architecture = String(fields.get('general.architecture') ?? 'unknown');
  const number = (key: string): number | undefined => {
    const value = fields.get(`${architecture}.${key}`);
    return typeof value === 'number' ? value : undefined;
  };
  const text = (key: string): string | undefined => {
    const value = fields.get(key);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    kind: fields.get('general.type') === 'adapter' ? 'adapter' : 'model',
    architecture,
    name: text('general.name'),
    contextLength: number('context_length'),
    chatTemplate: text('tokenizer.chat_template'),
    width: number('embedding_length'),
    layers: number('block_count'),
    heads: number('attention.head_count'),
    keyHeads: number('attention.head_count_kv'),
    slidingWindow: number('attention.sliding_window'),
    tensors,
    bytes,
  };
}

/** Reads the tensor table and checks that the last tensor starts inside the file. */
async function readTensors(
  reader: Reader,
  count: number,
  alignment: number,
  bytes: number,
): Promise<GgufHeader['tensors']> {
  const tensors = new Map<string, readonly number[]>();
  let end = 0;
  for (let index = 0; index < count; index++) {
    const name = await reader.text(await reader.unsigned(8));
    const axes = await reader.unsigned(4);
    const shape: number[] = [];
    for (let axis = 0; axis < axes; axis++) shape.push(await reader.unsigned(8));
    const type = await reader.unsigned(4);
    const values = shape.reduce((product, size) => product * size, 1);
    const offset = await reader.unsigned(8);
    end = Math.max(end, offset + Math.ceil(values * (BYTES_PER_VALUE[type] ?? 0)));
    tensors.set(name, shape);
  }
  const start = Math.ceil(reader.position() / alignment) * alignment;
  if (start + end > bytes) throw new CutError(`its tensors need ${start + end} bytes and it has ${bytes}`);
  return tensors;
}

/** Bytes per value of the common tensor types. Others count as 0, so that new types are never reported as cut. */
const BYTES_PER_VALUE: Readonly<Record<number, number>> = {
  0: 4, // F32
  1: 2, // F16
  2: 18 / 32, // Q4_0
  3: 20 / 32, // Q4_1
  6: 22 / 32, // Q5_0
  7: 24 / 32, // Q5_1
  8: 34 / 32, // Q8_0
  10: 84 / 256, // Q2_K
  11: 110 / 256, // Q3_K
  12: 144 / 256, // Q4_K
  13: 176 / 256, // Q5_K
  14: 210 / 256, // Q6_K
  30: 2, // BF16
};

const SCALAR_BYTES: Readonly<Record<number, number>> = {
  ...{ 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 },
};
const STRING = 8;
const ARRAY = 9;

/** Reads a value. Arrays, such as vocabularies, are skipped. */
async function readValue(reader: Reader, type: number): Promise<unknown> {
  if (type === STRING) return reader.text(await reader.unsigned(8));
  if (type === ARRAY) {
    const inner = await reader.unsigned(4);
    const length = await reader.unsigned(8);
    const size = SCALAR_BYTES[inner];
    if (size !== undefined) reader.skip(length * size);
    else await skipArray(reader, inner, length);
    return undefined;
  }
  const size = SCALAR_BYTES[type];
  if (size === undefined) throw new CutError(`its header has a field of unknown type ${type}`);
  if (type === 6 || type === 12) return reader.float(size);
  return reader.unsigned(size);
}

async function skipArray(reader: Reader, type: number, length: number): Promise<void> {
  for (let index = 0; index < length; index++) {
    if (type !== STRING) await readValue(reader, type);
    else {
      const bytes = reader.unsigned(8);
      // Vocabularies have 100,000 strings, so wait only where a block must be read.
      reader.skip(typeof bytes === 'number' ? bytes : await bytes);
    }
  }
}

interface Reader {
  position(): number;
  skip(bytes: number): void;
  unsigned(bytes: number): number | Promise<number>;
  float(bytes: number): Promise<number>;
  text(bytes: number): Promise<string>;
}

const BLOCK = 1 << 20;

/** Reads a file in blocks. Every length is checked against the size of the file before memory is reserved. */
function createReader(file: FileHandle, size: number): Reader {
  let block = Buffer.alloc(0);
  let start = 0;
  let place = 0;

  const check = (bytes: number): void => {
    if (!(bytes <= size - place)) throw new CutError(`its header goes beyond its ${size} bytes`);
  };
  async function load(bytes: number): Promise<void> {
    const length = Math.min(Math.max(bytes, BLOCK), size - place);
    const next = Buffer.alloc(length);
    await file.read(next, 0, length, place);
    block = next;
    start = place;
  }
  const has = (bytes: number): boolean => place >= start && place + bytes <= start + block.length;
  const take = (bytes: number): number => {
    const offset = place - start;
    place += bytes;
    return offset;
  };
  const whole = (bytes: number): number => {
    const offset = take(bytes);
    return bytes === 8 ? Number(block.readBigUInt64LE(offset)) : block.readUIntLE(offset, bytes);
  };
  return {
    position: () => place,
    skip(bytes) {
      check(bytes);
      place += bytes;
    },
    unsigned(bytes) {
      check(bytes);
      return has(bytes) ? whole(bytes) : load(bytes).then(() => whole(bytes));
    },
    async float(bytes) {
      check(bytes);
      if (!has(bytes)) await load(bytes);
      const offset = take(bytes);
      return bytes === 4 ? block.readFloatLE(offset) : block.readDoubleLE(offset);
    },
    async text(bytes) {
      check(bytes);
      if (!has(bytes)) await load(bytes);
      const offset = take(bytes);
      return block.toString('utf8', offset, offset + bytes);
    },
  };
}
