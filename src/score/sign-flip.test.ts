/** Tests of the exchange test. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../shared/random.ts';
import { mcnemar } from './mcnemar.ts';
import type { ScorePair } from './paired.ts';
import { signFlip } from './sign-flip.ts';

const { next: random } = createRandom('sign-flip');

const pair = (first: number, second: number, group: string): ScorePair => ({ first, second, group });

describe('signFlip', () => {
  it('equals the exact McNemar test for right and wrong answers', () => {
    const bit = fc.constantFrom(0, 1);
    const group = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    fc.assert(
      fc.property(fc.array(fc.record({ first: bit, second: bit, group }), { maxLength: 30 }), (pairs) => {
        expect(signFlip(pairs, { random })).toBeCloseTo(mcnemar(pairs).p, 12);
      }),
    );
  });

  it('estimates the same p from random patterns if there are many groups', () => {
    const pairs = Array.from({ length: 60 }, (_, place) =>
      pair(Number(place % 3 > 0), Number(place % 3 < 1), `q${place}`),
    );
    expect(Math.abs(signFlip(pairs, { random }) - mcnemar(pairs).p)).toBeLessThan(0.01);
  });

  it('needs at least six groups for a real difference', () => {
    const every = (count: number): readonly ScorePair[] =>
      Array.from({ length: count }, (_, place) => pair(0.9, 0.1 * (place % 3), `t${place}`));
    expect(signFlip(every(1), { random })).toBe(1);
    expect(signFlip(every(5), { random })).toBe(2 / 32);
    expect(signFlip(every(6), { random })).toBe(2 / 64);
    expect(signFlip([], { random })).toBe(1);
    expect(signFlip([pair(0.1 + 0.2, 0.3, 'q')], { random })).toBe(1);
  });
});
