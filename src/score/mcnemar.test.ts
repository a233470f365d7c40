/** Tests of McNemar's test for grouped pairs. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mcnemar } from './mcnemar.ts';
import type { ScorePair } from './paired.ts';

const bit = fc.constantFrom(0, 1);
const pairs = fc.array(
  fc.record({ first: bit, second: bit, group: fc.constantFrom('a', 'b', 'c', 'd', 'e') }),
  {
    maxLength: 30,
  },
);

/** Questions of their own that only the first, or only the second, got right. */
const split = (first: number, second: number): readonly ScorePair[] =>
  Array.from({ length: first + second }, (_, place) => ({
    first: Number(place < first),
    second: Number(place >= first),
    group: `q${place}`,
  }));

describe('mcnemar', () => {
  it('is symmetric, a probability, and ignores pairs on which both agree', () => {
    fc.assert(
      fc.property(pairs, fc.array(bit), (sample, agreed) => {
        const found = mcnemar(sample);
        const swapped = mcnemar(
          sample.map(({ first, second, group }) => ({ first: second, second: first, group })),
        );
        expect(swapped).toEqual({ ...found, onlyFirst: found.onlySecond, onlySecond: found.onlyFirst });
        expect(found.p).toBeGreaterThan(0);
        expect(found.p).toBeLessThanOrEqual(1);
        const more = agreed.map((both, place) => ({ first: both, second: both, group: `more ${place}` }));
        expect(mcnemar([...sample, ...more]).p).toBe(found.p);
      }),
    );
  });

  it('agrees with all sign patterns counted one by one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 8 }), (balances) => {
        const sample = balances.flatMap((balance, place) =>
          Array.from({ length: Math.abs(balance) }, () => ({
            first: Number(balance > 0),
            second: Number(balance < 0),
            group: `g${place}`,
          })),
        );
        const total = Math.abs(balances.reduce((sum, balance) => sum + balance, 0));
        let extreme = 0;
        for (let pattern = 0; pattern < 2 ** balances.length; pattern++) {
          const sum = balances.reduce(
            (all, balance, place) => all + ((pattern >> place) & 1 ? balance : -balance),
            0,
          );
          if (Math.abs(sum) >= total) extreme++;
        }
        expect(mcnemar(sample).p).toBeCloseTo(extreme / 2 ** balances.length, 12);
      }),
    );
  });

  it('is the binomial test where every pair is a group', () => {
    expect(mcnemar(split(5, 0)).p).toBeCloseTo(2 / 32, 12);
    expect(mcnemar(split(9, 2)).p).toBeCloseTo((2 * (1 + 11 + 55)) / 2048, 12);
    expect(mcnemar(split(3, 3)).p).toBe(1);
    expect(mcnemar([]).p).toBe(1);
  });

  it('does not count one question at three lengths as three questions', () => {
    const lengths = (sample: readonly ScorePair[]): readonly ScorePair[] => [...sample, ...sample, ...sample];
    expect(mcnemar(lengths(split(5, 1))).p).toBeCloseTo(mcnemar(split(5, 1)).p, 12);
    const independent = lengths(split(5, 1)).map((pair, place) => ({ ...pair, group: String(place) }));
    expect(mcnemar(independent).p).toBeLessThan(0.01);
  });

  it('grows surer as the split grows more uneven, also for thousands of questions', () => {
    const chances = [1000, 1025, 1050, 1100].map((first) => mcnemar(split(first, 2000 - first)).p);
    expect(chances).toEqual([...chances].sort((left, right) => right - left));
    // Two-sided, 1050 of 2000 is 2.24 standard deviations off: the normal distribution says 0.0253.
    expect(chances[2]).toBeGreaterThan(0.025);
    expect(chances[2]).toBeLessThan(0.028);
  });
});
