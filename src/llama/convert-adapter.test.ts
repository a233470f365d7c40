/**
 * Tests of converting PEFT adapters.
 *
 * @module
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { encodeSafetensors, type Tensor } from '../engine/local/safetensors.ts';
import { decodeMatrices } from './decode-tensors.ts';
import { writeGguf } from './fixtures/write-gguf.ts';
import { type GgufHeader, readGgufHeader } from './gguf.ts';
import { openAdapter } from './open-adapter.ts';

const folder = await mkdtemp(join(tmpdir(), 'adapter-'));
afterAll(() => rm(folder, { recursive: true }));

const MODULE = 'base_model.model.model.layers.0';
const [WIDTH, RANK, ROWS] = [4, 2, 8];

function fill(rows: number, columns: number): Tensor {
  return { shape: [rows, columns], values: Float32Array.from({ length: rows * columns }, (_, i) => i + 1) };
}

const QUERY: Readonly<Record<string, Tensor>> = {
  [`${MODULE}.self_attn.q_proj.lora_A.weight`]: fill(RANK, WIDTH),
  [`${MODULE}.self_attn.q_proj.lora_B.weight`]: fill(ROWS, RANK),
};

async function save(tensors: Readonly<Record<string, Tensor>>, config: object = {}): Promise<void> {
  const file = encodeSafetensors({ tensors: new Map(Object.entries(tensors)), metadata: {} });
  await writeFile(join(folder, 'adapter_model.safetensors'), file);
  const whole = { peft_type: 'LORA', lora_alpha: 6, bias: 'none', ...config };
  await writeFile(join(folder, 'adapter_config.json'), JSON.stringify(whole));
}

async function describe(architecture: string): Promise<GgufHeader> {
  const path = join(folder, 'model.gguf');
  const fields = { 'general.architecture': architecture, [`${architecture}.attention.head_count`]: 2 };
  await writeFile(path, writeGguf(fields, { 'blk.0.attn_q.weight': [WIDTH, ROWS] }));
  return readGgufHeader(path);
}

async function open(model: GgufHeader) {
  const opened = (await openAdapter({ path: 'model.gguf', adapter: folder }, model))!;
  const [header, bytes] = [await readGgufHeader(opened.file), await readFile(opened.file)];
  await opened.close();
  await expect(readFile(opened.file)).rejects.toThrow('ENOENT');
  return { header, values: new Float32Array(Uint8Array.from(bytes.subarray(-4 * ROWS * RANK)).buffer) };
}

test.each([
  // The two halves of a head are interleaved: rows 0, 2, 1, 3 of each head of four.
  ['llama', [0, 2, 1, 3, 4, 6, 5, 7]],
  ['qwen3', [0, 1, 2, 3, 4, 5, 6, 7]],
])('%s: a folder of PEFT becomes an adapter with scaled and ordered rows', async (architecture, rows) => {
  await save(QUERY);
  const { header, values } = await open(await describe(architecture));
  expect(header).toMatchObject({ kind: 'adapter', architecture });
  expect([...header.tensors]).toEqual([
    ['blk.0.attn_q.weight.lora_a', [WIDTH, RANK]],
    ['blk.0.attn_q.weight.lora_b', [RANK, ROWS]],
  ]);
  // lora_alpha 6 and rank 2: a scale of 3.
  expect([...values]).toEqual(rows.flatMap((row) => [3 * (2 * row + 1), 3 * (2 * row + 2)]));
  await save(QUERY, { use_rslora: true });
  const { values: rooted } = await open(await describe(architecture));
  expect(rooted[0]).toBeCloseTo(6 / Math.sqrt(2));
});

test.each([
  [{ use_dora: true }, QUERY, /it uses use_dora/],
  [{ peft_type: 'IA3' }, QUERY, /its type is "IA3"/],
  [{ lora_alpha: '6' }, QUERY, /lora_alpha is not a number/],
  [{}, { [`${MODULE}.mlp.router.lora_A.weight`]: fill(2, 2) }, /it changes ".+mlp\.router\.lora_A\.weight"/],
  [{}, {}, /it holds no LoRA matrix/],
  [
    {},
    { [`${MODULE}.self_attn.q_proj.lora_A.weight`]: fill(RANK, WIDTH + 1) },
    /does not fit model\.gguf: blk\.0\.attn_q\.weight\.lora_a has size 5/,
  ],
] as const)('adapter %o is refused in one line', async (config, tensors, message) => {
  await save(tensors, config);
  const failure = openAdapter({ path: 'model.gguf', adapter: folder }, await describe('llama'));
  await expect(failure).rejects.toThrow(message);
  await expect(failure).rejects.toMatchObject({ code: 'unsupported-file' });
});

test('an adapter that does not exist is refused in one line', async () => {
  const failure = openAdapter({ path: 'model.gguf', adapter: join(folder, 'none') }, await describe('llama'));
  await expect(failure).rejects.toThrow(/^The adapter \S+ does not exist\. Pass a GGUF adapter, or a folder/);
});

test('16-bit matrices are read, and truncated files refused', () => {
  const encode = (dtype: string, bits: readonly number[]): Uint8Array => {
    const entry = { dtype, shape: [1, bits.length], data_offsets: [0, 2 * bits.length] };
    const header = Buffer.from(JSON.stringify({ a: entry }));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    return Buffer.concat([length, header, Buffer.from(Uint16Array.from(bits).buffer)]);
  };
  const read = (file: Uint8Array) => [...decodeMatrices(file, 'a.safetensors').get('a')!.values];
  expect(read(encode('F16', [0x3c00, 0xc200]))).toEqual([1, -3]);
  expect(read(encode('BF16', [0x3f80, 0xc040]))).toEqual([1, -3]);
  const whole = encode('F16', [0x3c00, 0xc200]);
  for (const length of [0, 5, 20, whole.length - 1]) {
    expect(() => decodeMatrices(whole.subarray(0, length), 'a.safetensors')).toThrow(/is cut or is not/);
  }
  expect(() => decodeMatrices(encode('I8', [1]), 'a.safetensors')).toThrow(/holds "a" as I8/);
});
