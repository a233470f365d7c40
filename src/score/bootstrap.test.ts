/** Tests of the bootstrap. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../shared/random.ts';
import { type BootstrapOptions, bootstrap } from './bootstrap.ts';

const estimate = (
  groups: readonly (readonly number[])[],
  seed: number | string = 1,
  values?: BootstrapOptions['values'],
) => bootstrap(groups, { random: createRandom(seed).next, resamples: 500, values });

const difference = fc.integer({ min: -4, max: 4 }).map((quarters) => quarters / 4);
const groups = fc.array(fc.array(difference, { maxLength: 4 }), { maxLength: 20 });

describe('bootstrap', () => {
  it('repeats itself for a seed and changes sign with its values', () => {
    fc.assert(
      fc.property(
        groups,
        fc.integer(),
        fc.constantFrom(undefined, 'difference' as const),
        (sample, seed, values) => {
          const found = estimate(sample, seed, values);
          expect(estimate(sample, seed, values)).toEqual(found);
          const negated = sample.map((group) => group.map((value) => -value));
          const turned = estimate(negated, seed, values);
          if (found === null) {
            expect(sample.flat()).toEqual([]);
            return;
          }
          expect(found.low).toBeLessThanOrEqual(found.high);
          expect(turned!.mean).toBeCloseTo(-found.mean, 12);
          expect(turned!.low).toBeCloseTo(-found.high, 12);
          expect(turned!.high).toBeCloseTo(-found.low, 12);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keeps the interval of a share around its mean and between 0 and 1', () => {
    const share = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 20 }), (sample) => {
        const { mean, low, high, n } = estimate(sample, 1, 'share')!;
        expect(n).toBe(sample.flat().length);
        expect(low).toBeLessThanOrEqual(mean + 1e-9);
        expect(high).toBeGreaterThanOrEqual(mean - 1e-9);
        expect(low).toBeGreaterThanOrEqual(-1e-9);
        expect(high).toBeLessThanOrEqual(1 + 1e-9);
        expect(high - low).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });

  it.each([10, 60])('covers the true mean of %i groups about 95 times in a hundred', (count) => {
    const world = createRandom('world');
    let covered = 0;
    for (let round = 0; round < 200; round++) {
      const sample = Array.from({ length: count }, () => [world.next() < 0.8 ? 1 : 0]);
      const { low, high } = estimate(sample, round, 'share')!;
      if (low <= 0.8 && 0.8 <= high) covered++;
    }
    expect(covered / 200).toBeGreaterThan(0.88);
  });

  it('is wider where values come in groups', () => {
    const values = Array.from({ length: 100 }, (_, place) => (place < 50 ? 1 : 0));
    const alone = estimate(values.map((value) => [value]))!;
    const together = estimate(
      Array.from({ length: 10 }, (_, group) => values.slice(group * 10, group * 10 + 10)),
    )!;
    expect(together.mean).toBe(alone.mean);
    expect(together.high - together.low).toBeGreaterThan(2 * (alone.high - alone.low));
  });

  it('never claims certainty from ten right answers, or from one group', () => {
    const right = estimate(
      Array.from({ length: 10 }, () => [1]),
      1,
      'share',
    )!;
    expect(right.high).toBe(1);
    expect(right.low).toBeCloseTo(0.7225, 3);
    const even = estimate(
      Array.from({ length: 10 }, () => [0]),
      1,
      'difference',
    )!;
    expect(even.high).toBeCloseTo(0.2775, 3);
    expect(even.low).toBe(-even.high);
    const one = estimate([[1, 0, 1, 0]], 1, 'share')!;
    expect(one.high - one.low).toBeGreaterThan(0.8);
  });

  it('returns null for no values and rejects a bad number of resamples', () => {
    expect(estimate([])).toBeNull();
    expect(estimate([[], []])).toBeNull();
    expect(estimate([[0.5], [0.5]])).toEqual({ mean: 0.5, low: 0.5, high: 0.5, n: 2 });
    expect(() => bootstrap([[1]], { random: () => 0, resamples: 0 })).toThrow('resamples is 0');
  });
});
