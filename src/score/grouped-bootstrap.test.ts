import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../shared/random.ts';
import { groupedBootstrap } from './grouped-bootstrap.ts';

const estimate = (groups: readonly (readonly number[])[], seed: number | string = 1) =>
  groupedBootstrap(groups, { random: createRandom(seed).next, resamples: 500 });

const difference = fc.integer({ min: -4, max: 4 }).map((quarters) => quarters / 4);
const groups = fc.array(fc.array(difference, { maxLength: 4 }), { maxLength: 20 });

describe('groupedBootstrap', () => {
  it('repeats itself for a seed, and turns round with its values', () => {
    fc.assert(
      fc.property(groups, fc.integer(), (sample, seed) => {
        const found = estimate(sample, seed);
        expect(estimate(sample, seed)).toEqual(found);
        const turned = estimate(
          sample.map((group) => group.map((value) => -value)),
          seed,
        );
        if (found === null) {
          expect(sample.flat()).toEqual([]);
          return;
        }
        expect(found.low).toBeLessThanOrEqual(found.high);
        expect(turned!.mean).toBeCloseTo(-found.mean, 12);
        expect(turned!.low).toBeCloseTo(-found.high, 12);
        expect(turned!.high).toBeCloseTo(-found.low, 12);
      }),
      { numRuns: 50 },
    );
  });

  it('covers the true mean about 95 times in a hundred', () => {
    const world = createRandom('world');
    let covered = 0;
    for (let round = 0; round < 200; round++) {
      const sample = Array.from({ length: 60 }, () => [
        (world.next() < 0.6 ? 1 : 0) - (world.next() < 0.4 ? 1 : 0),
      ]);
      const { low, high } = estimate(sample, round)!;
      if (low <= 0.2 && 0.2 <= high) covered++;
    }
    expect(covered / 200).toBeGreaterThan(0.89);
  });

  it('is wider where values come in groups', () => {
    const values = Array.from({ length: 60 }, (_, place) => (place < 30 ? 1 : 0));
    const alone = estimate(values.map((value) => [value]))!;
    const together = estimate(
      Array.from({ length: 6 }, (_, group) => values.slice(group * 10, group * 10 + 10)),
    )!;
    expect(together.mean).toBe(alone.mean);
    expect(together.high - together.low).toBeGreaterThan(2 * (alone.high - alone.low));
  });
});
