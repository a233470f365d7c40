/**
 * Tests of the embedders.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashingEmbedder } from './hashing.ts';
import { randomEmbedder } from './random.ts';

function cosine(left: Float32Array, right: Float32Array): number {
  const dot = (one: Float32Array, other: Float32Array) =>
    one.reduce((sum, value, place) => sum + value * other[place]!, 0);
  return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
}

/** Any code point. The unit `binary` takes seconds to build. */
const codePoint = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));

describe.each([
  ['hashing', () => hashingEmbedder({ dimensions: 48 })],
  ['random', () => randomEmbedder({ seed: 7, dimensions: 48 })],
])('%s', (_, create) => {
  test('returns one finite vector per text, independent of call and batch', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: codePoint }), { minLength: 1, maxLength: 5 }),
        async (texts) => {
          const vectors = await create().embed(texts, 'entry');
          expect(vectors.map((vector) => vector.length)).toEqual(texts.map(() => 48));
          expect(vectors.every((vector) => vector.every(Number.isFinite))).toBe(true);
          expect(await create().embed([texts.at(-1)!], 'entry')).toEqual([vectors.at(-1)!]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

test('hashing: texts with shared words are similar, in any order and case', async () => {
  const [one, same, near, far] = await hashingEmbedder().embed(
    ['harbour of Lisbon', 'Lisbon of HARBOUR', 'harbours of Lisbon town', 'guitar strings'],
    'entry',
  );
  expect(cosine(one!, same!)).toBeCloseTo(1, 6);
  expect(cosine(one!, near!)).toBeGreaterThan(cosine(one!, far!) + 0.3);
});

test('random: vectors depend on seed and role and are uniform in direction', async () => {
  const texts = Array.from({ length: 400 }, (_, number) => `text ${number}`);
  const entries = await randomEmbedder({ seed: 1 }).embed(texts, 'entry');
  const queries = await randomEmbedder({ seed: 1 }).embed(texts, 'query');
  const others = await randomEmbedder({ seed: 2 }).embed(texts, 'entry');
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  for (const vectors of [queries, others]) {
    expect(Math.abs(mean(entries.map((vector, place) => cosine(vector, vectors[place]!))))).toBeLessThan(
      0.03,
    );
  }
  expect(Math.abs(mean(entries.flatMap((vector) => [...vector])))).toBeLessThan(0.02);
});
