/**
 * Tests of the random numbers.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

describe('createRandom', () => {
  it('repeats itself for equal seeds and differs for others', () => {
    const draw = (seed: number | string): number[] => Array.from({ length: 4 }, createRandom(seed).next);
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(draw(one)).toEqual(draw(one));
        if (one !== other) expect(draw(one)).not.toEqual(draw(other));
      }),
    );
  });

  it('permutes: every number once', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer(), (length, seed) => {
        const order = [...createRandom(seed).permutation(length)];
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length }, (_, place) => place));
      }),
    );
  });

  it('gives every order of four equally often', () => {
    const random = createRandom(7);
    const counts = new Map<string, number>();
    for (let round = 0; round < 24_000; round++) {
      const order = random.shuffle('abcd'.split('')).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const statistic = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(counts.size).toBe(24);
    // Chi-squared with 23 degrees of freedom exceeds 49.7 once in a thousand.
    expect(statistic).toBeLessThan(49.7);
  });

  it('refuses a limit that it cannot draw below', () => {
    expect(() => createRandom(1).integer(0)).toThrow(/limit 0 is out of range/);
  });
});
