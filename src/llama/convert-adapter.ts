/**
 * Converts a LoRA adapter in PEFT's format, which Python trainers save, to GGUF.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AtomMemError } from '../shared/error.ts';
import { decodeMatrices, type Matrix } from './decode-tensors.ts';
import { encodeGguf, type GgufTensor } from './encode-gguf.ts';
import type { GgufHeader } from './gguf.ts';

/** Names of a layer's matrices in transformers and in GGUF. */
const MATRICES: ReadonlyMap<string, string> = new Map([
  ['self_attn.q_proj', 'attn_q'],
  ['self_attn.k_proj', 'attn_k'],
  ['self_attn.v_proj', 'attn_v'],
  ['self_attn.o_proj', 'attn_output'],
  ['self_attn.qkv_proj', 'attn_qkv'],
  ['mlp.gate_proj', 'ffn_gate'],
  ['mlp.up_proj', 'ffn_up'],
  ['mlp.down_proj', 'ffn_down'],
  ['mlp.gate_up_proj', 'ffn_up'],
]);

const FACTOR = /(?:^|\.)layers\.(\d+)\.(.+)\.lora_([AB])(?:\.default)?\.weight$/;

interface AdapterConfig {
  readonly alpha: number;
  /** Whether the product is divided by the square root of the rank, instead of the rank. */
  readonly rootRank: boolean;
}

/**
 * Reads a folder with `adapter_config.json` and `adapter_model.safetensors`, and encodes the adapter in GGUF.
 *
 * @param model the header of the model that the adapter is for
 * @throws AtomMemError `missing-file`, `malformed-record`, or `unsupported-file` for adapters that are not LoRA
 * or change embeddings or unknown matrices
 */
export async function convertAdapter(folder: string, model: GgufHeader): Promise<Uint8Array> {
  const config = readConfig(await readPart(folder, 'adapter_config.json'), folder);
  const path = join(folder, 'adapter_model.safetensors');
  const matrices = decodeMatrices(await readPart(folder, 'adapter_model.safetensors'), path);
  const tensors = new Map<string, GgufTensor>();
  for (const [name, matrix] of matrices) {
    const [, layer, module, side] = FACTOR.exec(name) ?? [];
    const target = MATRICES.get(module ?? '');
    if (layer === undefined || target === undefined) throw unsupported(folder, `it changes "${name}"`);
    const { rows, columns } = matrix;
    const values = side === 'A' ? matrix.values : prepareOutput(matrix, target, config, model);
    const key = `blk.${layer}.${target}.weight.lora_${side!.toLowerCase()}`;
    tensors.set(key, { shape: [columns, rows], values });
  }
  if (tensors.size === 0) throw unsupported(folder, 'it holds no LoRA matrix');
  const fields = {
    'general.architecture': model.architecture,
    'general.type': 'adapter',
    'adapter.type': 'lora',
    // 0 means no scale: B already includes it.
    'adapter.lora.alpha': { float: 0 },
  };
  return encodeGguf(fields, tensors);
}

/** Scales B, and puts its rows into the order of the model's file. */
function prepareOutput(
  matrix: Matrix,
  target: string,
  config: AdapterConfig,
  model: GgufHeader,
): Float32Array {
  const { rows, columns: rank, values } = matrix;
  const scale = config.alpha / (config.rootRank ? Math.sqrt(rank) : rank);
  const order = orderRows(rows, target, model);
  return Float32Array.from(values, (_, index) => {
    const row = Math.floor(index / rank);
    return scale * values[order(row) * rank + (index % rank)]!;
  });
}

/**
 * Returns the source row of each row of a GGUF matrix. Files of the architecture "llama" interleave the two halves of
 * every head of the query and key matrices.
 */
function orderRows(
  rows: number,
  target: string,
  { architecture, heads, keyHeads = heads }: GgufHeader,
): (row: number) => number {
  const count = target === 'attn_q' ? heads : target === 'attn_k' ? keyHeads : undefined;
  if (architecture !== 'llama' || count === undefined) return (row) => row;
  const size = rows / count;
  return (row) => {
    const place = row % size;
    return row - place + (place % 2) * (size / 2) + Math.floor(place / 2);
  };
}

async function readPart(folder: string, name: string): Promise<Buffer> {
  const path = join(folder, name);
  return readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new AtomMemError('missing-file', {
      problem: `${path} cannot be read (${cause.code})`,
      remedy: 'Pass a GGUF adapter, or a folder with adapter_config.json and adapter_model.safetensors',
      cause,
      details: { path },
    });
  });
}

function readConfig(file: Buffer, folder: string): AdapterConfig {
  const config = parse(file, folder);
  if (config.peft_type !== 'LORA')
    throw unsupported(folder, `its type is ${JSON.stringify(config.peft_type)}`);
  const odd = ['use_dora', 'alpha_pattern', 'modules_to_save', 'fan_in_fan_out'].find((key) =>
    isSet(config[key]),
  );
  if (odd !== undefined) throw unsupported(folder, `it uses ${odd}`);
  if (config.bias !== undefined && config.bias !== 'none') throw unsupported(folder, 'it trains biases');
  if (typeof config.lora_alpha !== 'number') throw unsupported(folder, 'its lora_alpha is not a number');
  return { alpha: config.lora_alpha, rootRank: config.use_rslora === true };
}

function parse(file: Buffer, folder: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(file.toString())) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const path = join(folder, 'adapter_config.json');
    throw new AtomMemError('malformed-record', {
      problem: `${path} is not JSON`,
      remedy: 'Save the adapter again',
      cause,
      details: { path },
    });
  }
}

function isSet(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

function unsupported(folder: string, problem: string): AtomMemError {
  return new AtomMemError('unsupported-file', {
    problem: `The adapter ${folder} cannot be converted: ${problem}`,
    remedy: 'Train a LoRA adapter of attention and MLP matrices, or convert it with llama.cpp',
    details: { path: folder },
  });
}
