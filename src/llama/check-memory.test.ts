/**
 * Tests of the memory estimate.
 *
 * @module
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AtomMemError } from '../shared/error.ts';
import { checkMemory, estimateContext, readAvailableMemory } from './check-memory.ts';
import type { GgufHeader } from './gguf.ts';

const GIGABYTE = 2 ** 30;

/** 32 layers of width 4,096 with 1,024 keys and values each: 128 KiB a token. */
function describeModel(more: Partial<GgufHeader> = {}): GgufHeader {
  const tensors = new Map<string, readonly number[]>();
  for (let layer = 0; layer < 32; layer++) {
    tensors.set(`blk.${layer}.attn_q.weight`, [4096, 4096]);
    tensors.set(`blk.${layer}.attn_k.weight`, [4096, 1024]);
    tensors.set(`blk.${layer}.attn_v.weight`, [4096, 1024]);
  }
  return { kind: 'model', architecture: 'llama', width: 4096, tensors, bytes: 4 * GIGABYTE, ...more };
}

function readFailure(header: GgufHeader, contextSize: number, available: number): AtomMemError | undefined {
  try {
    checkMemory(header, 'model.gguf', contextSize, available);
    return undefined;
  } catch (error) {
    expect(AtomMemError.isInstance(error)).toBe(true);
    return error as AtomMemError;
  }
}

test('counts keys and values of every layer', () => {
  expect(estimateContext(describeModel(), 8192)).toBe(GIGABYTE);
  const fused = new Map([['blk.0.attn_qkv.weight', [4096, 6144]]]);
  expect(estimateContext(describeModel({ tensors: fused }), 1)).toBe(2 * 2048);
  expect(estimateContext(describeModel({ slidingWindow: 1024 }), 8192)).toBeLessThan(GIGABYTE / 3);
});

test('suggests a smaller context, or a smaller model if no context helps', () => {
  expect(readFailure(describeModel(), 8192, 5.1 * GIGABYTE)).toBeUndefined();
  expect(readFailure(describeModel(), 8192, 5 * GIGABYTE)).toMatchObject({
    code: 'out-of-memory',
    message:
      'model.gguf needs 5.1 GB with a context of 8192 tokens, and 5.0 GB are available. Pass a contextSize of at most 4096 (on the command line: --context 4096).',
  });
  expect(readFailure(describeModel(), 8192, 3 * GIGABYTE)?.message).toMatch(
    /3\.0 GB are available\. Use a smaller quantisation/,
  );
});

test('the suggested context fits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 64, max: 200_000 }), fc.integer({ min: 0, max: 40 }), (size, gigabytes) => {
      const available = gigabytes * GIGABYTE;
      const advice = /at most (\d+)/.exec(readFailure(describeModel(), size, available)?.message ?? '')?.[1];
      if (advice === undefined) return;
      expect(Number(advice)).toBeLessThan(size);
      expect(readFailure(describeModel(), Number(advice), available)).toBeUndefined();
    }),
  );
});

test('reads a plausible figure from this machine', () => {
  expect(readAvailableMemory()).toBeGreaterThan(0);
});
