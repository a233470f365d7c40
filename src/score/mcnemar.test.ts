import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mcnemar } from './mcnemar.ts';

const pairs = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { maxLength: 60 });

const split = (first: number, second: number): readonly [boolean, boolean][] => [
  ...Array.from({ length: first }, (): [boolean, boolean] => [true, false]),
  ...Array.from({ length: second }, (): [boolean, boolean] => [false, true]),
];

describe('mcnemar', () => {
  it('is symmetric, a probability, and blind to questions on which the two agree', () => {
    fc.assert(
      fc.property(pairs, fc.array(fc.boolean()), (sample, agreed) => {
        const { onlyFirst, onlySecond, p } = mcnemar(sample);
        const swapped = mcnemar(sample.map(([first, second]) => [second, first]));
        expect(swapped).toEqual({ onlyFirst: onlySecond, onlySecond: onlyFirst, p });
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(mcnemar([...sample, ...agreed.map((both): [boolean, boolean] => [both, both])]).p).toBe(p);
      }),
    );
  });

  it('agrees with the binomial distribution, counted out by hand', () => {
    expect(mcnemar(split(5, 0)).p).toBeCloseTo(2 / 32, 12);
    expect(mcnemar(split(9, 2)).p).toBeCloseTo((2 * (1 + 11 + 55)) / 2048, 12);
    expect(mcnemar(split(3, 3)).p).toBe(1);
    expect(mcnemar([]).p).toBe(1);
  });

  it('grows surer as the split grows more uneven, also for thousands of questions', () => {
    const chances = [2000, 2050, 2100, 2200, 2400].map((first) => mcnemar(split(first, 4000 - first)).p);
    expect(chances).toEqual([...chances].sort((left, right) => right - left));
    // Two-sided, 2100 of 4000 is 3.15 standard deviations off: the normal distribution says 0.0016.
    expect(chances[2]).toBeGreaterThan(0.0015);
    expect(chances[2]).toBeLessThan(0.0018);
  });
});
