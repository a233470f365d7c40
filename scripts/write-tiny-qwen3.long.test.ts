/**
 * Checks that the tiny Qwen3 model has the shape and the bytes it should have.
 *
 * @module
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readModelFolder } from '../src/cli/read-model-folder.ts';
import { decodeSafetensors } from '../src/engine/local/safetensors.ts';
import { loadChatTokenizer } from '../src/policy/chat-tokenizer.ts';
import { TINY_QWEN3, writeTinyQwen3 } from './write-tiny-qwen3.ts';

async function written(seed: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tiny-qwen3-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeTinyQwen3(folder, seed);
  return folder;
}

const readWeights = (folder: string): Promise<Buffer> => readFile(join(folder, 'model.safetensors'));

test('the folder contains a complete Qwen3 and its tokenizer', async () => {
  const folder = await written(7);
  const { tensors } = decodeSafetensors(await readWeights(folder), folder);
  expect(tensors.size).toBe(2 + 11 * TINY_QWEN3.layers);
  expect(tensors.get('model.embed_tokens.weight')!.shape).toEqual([264, 32]);
  for (const { shape, values } of tensors.values()) {
    expect(values.length).toBe(shape.reduce((product, side) => product * side, 1));
    expect(values.every(Number.isFinite)).toBe(true);
  }
  const chat = await loadChatTokenizer(await readModelFolder(folder));
  expect(chat).toMatchObject({ vocabularySize: 264, stop: [257] });
  const { ids } = chat.encode([{ role: 'user', content: 'Ü' }], false);
  expect(chat.decode(ids)).toBe('user\nÜ\nassistant\n<think>\n\n</think>\n\n');
});

test('equal seeds write equal bytes, different seeds different ones', async () => {
  const [first, again, other] = [await written(1), await written(1), await written(2)];
  expect(await readWeights(again)).toEqual(await readWeights(first));
  expect(await readWeights(other)).not.toEqual(await readWeights(first));
});
