/**
 * Tests of the arena.
 *
 * @module
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Block, createArena } from './arena.ts';
import { createTypescriptKernels } from './typescript-kernels.ts';
import { createWasmKernels } from './wasm-kernels.ts';

const MEMORIES = [
  ['WebAssembly', () => createWasmKernels()!.memory],
  ['plain', () => createTypescriptKernels().memory],
] as const;

test.each(MEMORIES)('%s: blocks never overlap, keep their content, and are reused', (_, createMemory) => {
  const steps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 40_000 })), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (moves) => {
      const arena = createArena(createMemory());
      const held: Block[] = [];
      const getBytes = ({ address, bytes }: Block) => new Uint8Array(arena.memory.buffer, address, bytes);
      for (const [number, [take, bytes]] of moves.entries()) {
        if (take || held.length === 0) {
          const block = arena.allocate(bytes);
          expect(block.bytes).toBeGreaterThanOrEqual(bytes);
          expect(block.address % 64).toBe(0);
          getBytes(block).fill(number);
          held.push(block);
        } else {
          const [block] = held.splice(bytes % held.length, 1);
          expect(new Set(getBytes(block!)).size).toBe(1);
          arena.free(block!);
        }
      }
      for (const block of held) expect(new Set(getBytes(block)).size).toBe(1);
      expect(arena.lent).toBe(held.reduce((sum, block) => sum + block.bytes, 0));
      for (const block of held) arena.free(block);
      const before = arena.memory.buffer.byteLength;
      for (const block of held) arena.allocate(block.bytes);
      expect(arena.memory.buffer.byteLength).toBe(before);
    }),
    { numRuns: 30 },
  );
});

test('at the limit, larger free blocks are split; after that the error names the remedy', () => {
  const arena = createArena(createTypescriptKernels().memory, 65_536);
  const large = arena.allocate(32_768);
  arena.free(large);
  const small = Array.from({ length: 32 + 31 }, () => arena.allocate(1000));
  expect(new Set(small.map((block) => block.address)).size).toBe(63);
  expect(() => arena.allocate(1000)).toThrow(/64512 of at most 65536 bytes, and 1024 more .*PostgreSQL/);
  expect(() => arena.allocate(1000)).toThrow(expect.objectContaining({ code: 'out-of-memory' }));
});
