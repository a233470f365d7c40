/**
 * Tests of reading GGUF headers.
 *
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { checkAdapter } from './check-adapter.ts';
import { writeGguf } from './fixtures/write-gguf.ts';
import { readGgufHeader } from './gguf.ts';

const folder = await mkdtemp(join(tmpdir(), 'gguf-'));
afterAll(() => rm(folder, { recursive: true }));
const path = join(folder, 'model.gguf');

const model = writeGguf(
  {
    'general.architecture': 'llama',
    'llama.context_length': 8192,
    'tokenizer.ggml.tokens': ['<s>', 'a', 'ü'],
    'tokenizer.chat_template': '{{ messages }}',
  },
  { 'blk.0.attn_q.weight': [4, 6] },
);

async function read(bytes: Uint8Array) {
  await writeFile(path, bytes);
  return readGgufHeader(path);
}

test('reads what a model is', async () => {
  expect(await read(model)).toMatchObject({
    kind: 'model',
    architecture: 'llama',
    contextLength: 8192,
    chatTemplate: '{{ messages }}',
    tensors: new Map([['blk.0.attn_q.weight', [4, 6]]]),
  });
});

test('names the problem of cut, damaged and missing files in one line', async () => {
  await expect(read(model.slice(0, model.length - 8))).rejects.toThrow(/is cut: its tensors need \d+ bytes/);
  await expect(read(new TextEncoder().encode('not a model, but a text of some length'))).rejects.toThrow(
    /is not a GGUF file\. Pass a model/,
  );
  await expect(readGgufHeader(join(folder, 'none.gguf'))).rejects.toThrow(/does not exist\. Pass the path/);
  await expect(readGgufHeader(folder)).rejects.toThrow(/is a folder\. Pass the path/);
});

test('any cut or changed header is read or refused, without a crash', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(model.length - 1), fc.nat(255), fc.boolean(), async (place, byte, cut) => {
      const damaged = cut ? model.slice(0, place) : Uint8Array.from(model);
      if (!cut) damaged[place] = byte;
      const outcome = await read(damaged).then(
        () => 'read',
        (error: { readonly code?: string }) => error.code,
      );
      expect(['read', 'malformed-record', 'unsupported-file']).toContain(outcome);
    }),
    { numRuns: 60 },
  );
});

test('adapters of another model are refused', async () => {
  const header = await read(model);
  const adapter = (architecture: string, shape: readonly number[], kind = 'adapter') =>
    read(
      writeGguf(
        { 'general.architecture': architecture, 'general.type': kind },
        { 'blk.0.attn_q.weight.lora_a': shape },
      ),
    );
  const check = async (made: ReturnType<typeof adapter>) =>
    checkAdapter(await made, 'a.gguf', header, 'm.gguf');
  await expect(check(adapter('llama', [4, 2]))).resolves.toBeUndefined();
  await expect(check(adapter('qwen2', [4, 2]))).rejects.toThrow(/a\.gguf does not fit m\.gguf.*"qwen2"/);
  await expect(check(adapter('llama', [8, 2]))).rejects.toThrow(/has size 8.*needs 4/);
  await expect(check(adapter('llama', [4, 2], 'model'))).rejects.toThrow(/not an adapter/);
});
