import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../shared/random.ts';
import { bootstrapMean } from './bootstrap.ts';

const estimate = (values: readonly number[], seed: number | string = 1) =>
  bootstrapMean(values, { random: createRandom(seed).next });

describe('bootstrapMean', () => {
  it('holds the mean between its ends, within the values, and repeats itself', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.integer(), (sample, seed) => {
        const { mean, low, high, n } = estimate(sample, seed)!;
        const slack = 1e-9;
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...sample) - slack);
        expect(high).toBeLessThanOrEqual(Math.max(...sample) + slack);
        expect(mean).toBeCloseTo(sample.reduce((sum, value) => sum + value, 0) / n, 12);
        expect(estimate(sample, seed)).toEqual({ mean, low, high, n });
      }),
      { numRuns: 20 },
    );
  });

  it('covers the true mean about 95 times in a hundred', () => {
    const world = createRandom('world');
    const rounds = 300;
    let covered = 0;
    for (let round = 0; round < rounds; round++) {
      const sample = Array.from({ length: 60 }, () => (world.next() < 0.7 ? 1 : 0));
      const { low, high } = estimate(sample, round)!;
      if (low <= 0.7 && 0.7 <= high) covered++;
    }
    expect(covered / rounds).toBeGreaterThan(0.9);
    expect(covered / rounds).toBeLessThan(0.99);
  });

  it('gives null for no values and an interval of no width for equal ones', () => {
    expect(estimate([])).toBeNull();
    expect(estimate([0.5, 0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5, n: 2 });
    expect(() => bootstrapMean([1], { random: () => 0, resamples: 0 })).toThrow(/resamples is 0/);
  });
});
