/**
 * Tests of the privileged teacher's objective: its gradient, and when it is zero.
 *
 * @module
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judgePlaces } from './boundary-lesson.ts';

const rival = fc.record({
  logit: fc.double({ min: -5, max: 5, noNaN: true }),
  size: fc.integer({ min: 1, max: 600 }),
  isEvidence: fc.boolean(),
});
const room = fc.oneof(
  fc.record({ entries: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ characters: fc.integer({ min: 100, max: 2000 }) }),
);

it('has slopes that agree with finite differences and sum to zero', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(rival, { maxLength: 12, selector: ({ logit }) => logit }),
      room,
      (rivals, limit) => {
        const { slopes } = judgePlaces(rivals, limit);
        expect(slopes.reduce((sum, slope) => sum + slope, 0)).toBeCloseTo(0, 10);
        const logits = rivals.map(({ logit }) => logit).sort((left, right) => left - right);
        fc.pre(logits.every((logit, place) => place === 0 || logit - logits[place - 1]! > 1e-3));
        rivals.forEach((_, moved) => {
          const measure = (step: number): number =>
            judgePlaces(
              rivals.map((one, place) => (place === moved ? { ...one, logit: one.logit + step } : one)),
              limit,
            ).value;
          expect(slopes[moved]!).toBeCloseTo((measure(1e-5) - measure(-1e-5)) / 2e-5, 5);
        });
      },
    ),
  );
});

it('teaches nothing if everything fits', () => {
  fc.assert(
    fc.property(fc.array(rival, { maxLength: 6 }), (rivals) => {
      const { value, slopes } = judgePlaces(rivals, { entries: 6 });
      expect(value).toBe(rivals.filter(({ isEvidence }) => isEvidence).length);
      expect([...slopes].every((slope) => slope === 0)).toBe(true);
    }),
  );
});
