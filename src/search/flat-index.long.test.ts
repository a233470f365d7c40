/**
 * Tests of the exact vector index.
 *
 * @module
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { hashText, mixBits } from '../embed/hash.ts';
import type { Hit } from '../memory/retriever.ts';
import { createFlatIndex, type FlatIndex } from './flat-index.ts';
import { createSearchSpace } from './search-space.ts';
import { createTypescriptKernels } from './typescript-kernels.ts';
import { createWasmKernels } from './wasm-kernels.ts';

const wasm = createSearchSpace(createWasmKernels());
const typescript = createSearchSpace(createTypescriptKernels());

/** Every way to search; all must give the same bits. */
function createIndexes(dimensions: number): readonly FlatIndex[] {
  return [
    createFlatIndex(dimensions, { space: typescript }),
    createFlatIndex(dimensions, { space: wasm, quantiseFrom: Number.POSITIVE_INFINITY }),
    createFlatIndex(dimensions, { space: wasm, quantiseFrom: 0 }),
  ];
}

/** The contract, in doubles: what the kernels must agree with but for rounding. */
function bruteForce(rows: ReadonlyMap<string, Float32Array>, query: Float32Array): Hit[] {
  const dot = (left: Float32Array, right: Float32Array) =>
    left.reduce((sum, value, place) => sum + value * right[place]!, 0);
  const cosine = (row: Float32Array) => dot(row, query) / Math.sqrt(dot(row, row) * dot(query, query)) || 0;
  return [...rows]
    .map(([id, row]) => ({ id, score: cosine(row) }))
    .sort((left, right) => right.score - left.score);
}

function createVector(seed: number, dimensions: number): Float32Array {
  return Float32Array.from(
    { length: dimensions },
    (_, place) => mixBits(seed * 65_537 + place) / 2 ** 31 - 1,
  );
}

type Step = readonly ['set' | 'remove', id: number, seed: number];

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(fc.constantFrom('set', 'set', 'set', 'remove'), fc.nat(150), fc.nat(20)),
  { maxLength: 300, size: 'max' },
);

describe('createFlatIndex', () => {
  test('all kernels return the rows and the exact scores of a brute-force search', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        steps,
        fc.integer({ min: 1, max: 80 }),
        (size, moves, limit) => {
          const indexes = createIndexes(size);
          const rows = new Map<string, Float32Array>();
          const run = (some: readonly Step[]) => {
            for (const [kind, number, seed] of some) {
              const id = `m${number}`;
              const vector = createVector(seed, size);
              for (const index of indexes) kind === 'set' ? index.set(id, vector) : index.remove(id);
              if (kind === 'set') rows.set(id, vector);
              else rows.delete(id);
            }
          };
          const compare = (accept?: (id: string) => boolean) => {
            const query = createVector(limit, size);
            const [first, ...others] = indexes.map((index) => index.search(query, limit, accept));
            for (const hits of others) expect(hits).toEqual(first);
            const allowed = new Map([...rows].filter(([id]) => accept?.(id) ?? true));
            const expected = bruteForce(allowed, query);
            const scores = new Map(expected.map(({ id, score }) => [id, score]));
            const places = [...rows.keys()];
            expect(first!.length).toBe(Math.min(limit, expected.length));
            for (const [rank, { id, score }] of first!.entries()) {
              expect(Math.abs(score - scores.get(id)!)).toBeLessThan(1e-5);
              expect(Math.abs(score - expected[rank]!.score)).toBeLessThan(1e-5);
              const next = first![rank + 1];
              if (next?.score === score) expect(places.indexOf(next.id)).toBeGreaterThan(places.indexOf(id));
            }
          };
          run(moves.slice(0, moves.length / 2));
          compare();
          run(moves.slice(moves.length / 2));
          compare();
          compare((id) => hashText(id) % 3 === 0);
          expect(indexes.map((index) => index.size)).toEqual(indexes.map(() => rows.size));
          for (const index of indexes) index.clear();
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(['random', 'clustered'])('quantised search is exact over several chunks of %s rows', (kind) => {
    const dimensions = 200;
    const [, f32, bytes] = createIndexes(dimensions);
    for (let row = 0; row < 4000; row++) {
      const vector = createVector(row, dimensions);
      const centre = createVector(1_000_000 + (row % 20), dimensions);
      if (kind === 'clustered')
        for (const place of vector.keys()) vector[place] = centre[place]! + vector[place]! / 9;
      for (const index of [f32!, bytes!]) index.set(`m${row}`, vector);
    }
    for (let query = 0; query < 20; query++) {
      const vector = createVector(kind === 'clustered' ? 1_000_000 + query : 500_000 + query, dimensions);
      expect(bytes!.search(vector, 6)).toEqual(f32!.search(vector, 6));
    }
    for (const index of [f32!, bytes!]) index.clear();
  });

  test('removing most rows closes the gaps, keeps the order and bounds memory', () => {
    const before = wasm.arena.lent;
    for (const index of createIndexes(40).slice(1)) {
      const same = createVector(1, 40);
      for (let row = 0; row < 9000; row++) index.set(`m${row}`, same);
      const full = wasm.arena.lent;
      for (let row = 0; row < 9000; row++) if (row % 900 !== 7) index.remove(`m${row}`);
      expect(wasm.arena.lent).toBeLessThan(full);
      index.set('new', same);
      const expected = [7, 907, 1807, 2707, 3607, 4507, 5407, 6307, 7207, 8107].map((row) => `m${row}`);
      expect(index.search(same, 20).map((hit) => hit.id)).toEqual([...expected, 'new']);
      index.clear();
      expect(index.search(same, 20)).toEqual([]);
    }
    expect(wasm.arena.lent).toBe(before);
  });

  test('vectors of any finite magnitude are compared by direction', () => {
    for (const index of createIndexes(2)) {
      index.set('huge', Float32Array.of(3e38, 3e38));
      index.set('tiny', Float32Array.of(1e-45, 0));
      index.set('zero', Float32Array.of(0, 0));
      expect(index.search(Float32Array.of(1e-40, 0), 3).map((hit) => hit.id)).toEqual([
        'tiny',
        'huge',
        'zero',
      ]);
      expect(index.search(Float32Array.of(0, 0), 3).map((hit) => hit.score)).toEqual([0, 0, 0]);
      index.clear();
    }
  });

  test('a rejected vector keeps the old one and takes no new row', () => {
    for (const index of createIndexes(2)) {
      index.set('a', Float32Array.of(1, 0));
      expect(() => index.set('a', Float32Array.of(0, Number.NaN))).toThrow(/entry a holds NaN at index 1/);
      expect(() => index.set('b', Float32Array.of(Infinity, 0))).toThrow(/entry b/);
      expect(() => index.set('b', Float32Array.of(1, 0, 0))).toThrow(/3 values, and the index has 2/);
      index.set('c', Float32Array.of(0, 1));
      expect(index.search(Float32Array.of(1, 0), 6)).toEqual([
        { id: 'a', score: 1 },
        { id: 'c', score: 0 },
      ]);
      index.clear();
    }
  });
});

test('a disposed index frees its memory', async () => {
  const space = createSearchSpace(createWasmKernels());
  const drop = () => createFlatIndex(8, { space }).set('a', createVector(1, 8));
  for (let count = 0; count < 50; count++) drop();
  const lent = space.arena.lent;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await vi.waitFor(async () => {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(space.arena.lent).toBeLessThan(lent / 2);
  });
});

test('falls back to the TypeScript kernels without SIMD', () => {
  expect(createSearchSpace().kernels.kind).toBe('wasm');
  const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  expect(createSearchSpace().kernels.kind).toBe('typescript');
  validate.mockRestore();
  vi.stubGlobal('WebAssembly', undefined);
  expect(createSearchSpace().kernels.kind).toBe('typescript');
  vi.unstubAllGlobals();
});
