/** Tests of advantages and token weights. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { average, computeAdvantages, hasVariance, tokenFactors } from './advantage.ts';

const rewards = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 16 });
const counts = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 16 });

describe('advantages', () => {
  it('are r − mean(group)', () => {
    expect(computeAdvantages([1, 0, 0, 1])).toEqual([0.5, -0.5, -0.5, 0.5]);
    expect(computeAdvantages([0.25])).toEqual([0]);
  });

  it('sum to zero and keep the differences of the rewards', () => {
    fc.assert(
      fc.property(rewards, (group) => {
        const advantages = computeAdvantages(group);
        expect(average(advantages)).toBeCloseTo(0, 9);
        for (const [place, advantage] of advantages.entries()) {
          expect(advantage - advantages[0]!).toBeCloseTo(group[place]! - group[0]!, 9);
        }
      }),
    );
  });

  it('have a standard deviation of 1 if scaled by it, and stay 0 in a flat group', () => {
    const advantages = computeAdvantages([3, 1, 1, -1], 'deviation');
    expect(Math.sqrt(average(advantages.map((each) => each ** 2)))).toBeCloseTo(1, 5);
    expect(computeAdvantages([2, 2], 'deviation')).toEqual([0, 0]);
  });

  it('are 0 in a flat group', () => {
    expect(hasVariance([0.5, 0.5, 0.5])).toBe(false);
    expect(hasVariance([0.5, 0.5, 0])).toBe(true);
  });
});

describe('factors on tokens', () => {
  it('sum to 1 over all tokens, or over all trajectories', () => {
    fc.assert(
      fc.property(counts, (tokens) => {
        const perToken = tokenFactors(tokens, 'token-mean', 1);
        expect(new Set(perToken).size).toBe(1);
        expect(computeWeight(tokens, perToken)).toBeCloseTo(1, 9);
        const perTrajectory = tokenFactors(tokens, 'trajectory-mean', 1);
        expect(computeWeight(tokens, perTrajectory)).toBeCloseTo(1, 9);
        for (const [place, factor] of perTrajectory.entries()) {
          expect(factor * tokens[place]!).toBeCloseTo(1 / tokens.length, 9);
        }
      }),
    );
  });

  it('do not depend on the sampled lengths with a constant divisor', () => {
    expect(tokenFactors([1, 100], 'constant', 50)).toEqual([0.01, 0.01]);
  });

  function computeWeight(tokens: readonly number[], factors: readonly number[]): number {
    return tokens.reduce((sum, count, place) => sum + count * factors[place]!, 0);
  }
});
