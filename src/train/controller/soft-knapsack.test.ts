/**
 * Tests the gradient of the soft knapsack.
 *
 * @module
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fillSoftly } from './soft-knapsack.ts';

const item = fc.record({
  logit: fc.double({ min: -4, max: 4, noNaN: true }),
  size: fc.integer({ min: 5, max: 60 }),
  worth: fc.double({ min: 0, max: 1, noNaN: true }),
});

it('has slopes that agree with finite differences', () => {
  fc.assert(
    fc.property(fc.array(item, { minLength: 2, maxLength: 8 }), (items) => {
      const total = items.reduce((sum, { size }) => sum + size, 0);
      const { slopes } = fillSoftly(items, total / 3);
      items.forEach((_, moved) => {
        const measure = (step: number): number =>
          fillSoftly(
            items.map((one, place) => (place === moved ? { ...one, logit: one.logit + step } : one)),
            total / 3,
          ).worth;
        expect(slopes[moved]!).toBeCloseTo((measure(1e-4) - measure(-1e-4)) / 2e-4, 4);
      });
    }),
    { numRuns: 40 },
  );
});

it('teaches nothing if everything fits', () => {
  const items = [{ logit: 1, size: 10, worth: 1 }];
  expect(fillSoftly(items, 10)).toEqual({ worth: 1, slopes: new Float64Array(1) });
});
