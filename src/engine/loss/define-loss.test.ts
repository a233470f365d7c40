/** Tests of custom losses: their derivatives, and refused expressions. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineLoss, type LossTerm, type LossTerms } from './define-loss.ts';
import { evaluateLoss, type LossValues } from './evaluate-loss.ts';

/** A recipe of an expression: which operation to apply next, and to which earlier terms. */
const recipe = fc.array(
  fc.tuple(fc.nat(13), fc.nat(20), fc.nat(20), fc.double({ min: -2, max: 2, noNaN: true })),
  {
    minLength: 1,
    maxLength: 8,
  },
);
const tokens = fc.array(
  fc.record({
    logprobs: fc.double({ min: -3, max: -0.01, noNaN: true }),
    oldLogprobs: fc.double({ min: -3, max: -0.01, noNaN: true }),
    advantages: fc.double({ min: -2, max: 2, noNaN: true }),
    weights: fc.double({ min: 0.1, max: 2, noNaN: true }),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Builds an expression. Divisors, exponents and logarithms stay in a range where differences are accurate. */
function build(steps: readonly (readonly [number, number, number, number])[], terms: LossTerms): LossTerm {
  const pool = [terms.logprobs, terms.oldLogprobs, terms.advantages];
  const small = (term: LossTerm): LossTerm => term.clamp(-3, 3);
  const positive = (term: LossTerm): LossTerm => small(term).exp().plus(0.2);
  for (const [op, one, other, number] of steps) {
    const [x, y] = [pool[one % pool.length]!, pool[other % pool.length]!];
    const made = [
      () => x.plus(y),
      () => x.minus(y),
      () => small(x).times(small(y)),
      () => small(x).dividedBy(positive(y)),
      () => x.minimum(y.plus(number)),
      () => x.maximum(y.times(0.5)),
      () => x.clamp(Math.min(number, 0.3), 0.3),
      () => x.negate(),
      () => small(x).exp(),
      () => positive(x).log(),
      () => x.times(y.isAbove(number)),
      () => x.plus(y.times(0).plus(number)),
      () => x.minus(terms.logprobs.times(y.detach()).mean()),
      () => x.times(terms.logprobs.minus(terms.oldLogprobs).mean().clamp(-1, 1).exp()),
    ][op]!();
    pool.push(made);
  }
  return pool.at(-1)!.plus(terms.logprobs);
}

function toValues(rows: readonly Readonly<Record<keyof LossValues, number>>[]): LossValues {
  const column = (name: keyof LossValues): number[] => rows.map((row) => row[name]);
  return {
    logprobs: column('logprobs'),
    oldLogprobs: column('oldLogprobs'),
    advantages: column('advantages'),
    weights: column('weights'),
  };
}

describe('the slopes of a custom loss', () => {
  it('agree with finite differences of the loss, where both one-sided differences agree', () => {
    fc.assert(
      fc.property(recipe, tokens, (steps, rows) => {
        // Detached terms are constant in the differences.
        const used = steps.filter(([op]) => op !== 12);
        const loss = defineLoss('random', (terms) => build(used, terms));
        const inputs = toValues(rows);
        const { slopes } = evaluateLoss(loss, inputs);
        for (const [index, slope] of slopes.entries()) {
          const at = (distance: number): number => {
            const logprobs = Array.from(inputs.logprobs, (value, i) =>
              i === index ? value + distance : value,
            );
            return evaluateLoss(loss, { ...inputs, logprobs }).loss;
          };
          const step = 1e-5;
          const [before, here, after] = [at(-step), at(0), at(step)];
          const [left, right] = [(here - before) / step, (after - here) / step];
          // At kinks and jumps there is no derivative to compare with.
          if (Math.abs(left - right) > 1e-2 * (1 + Math.abs(left))) continue;
          const between = Math.abs(slope - (left + right) / 2) <= 2e-2 * (1 + Math.abs(left));
          expect(between, `slope ${slope}, differences ${left} and ${right}`).toBe(true);
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('exclude detached terms', () => {
    const inputs = toValues([{ logprobs: -1, oldLogprobs: -2, advantages: 3, weights: 2 }]);
    const loss = defineLoss('cut', ({ logprobs, advantages }) =>
      logprobs.detach().exp().times(logprobs).times(advantages),
    );
    const { slopes } = evaluateLoss(loss, inputs);
    expect(slopes[0]).toBeCloseTo(2 * Math.exp(-1) * 3, 12);
  });

  it('multiply token losses by the weights, but not the loss of a whole datum', () => {
    const inputs = toValues(
      [1, 2, 3].map((weights) => ({ logprobs: -1, oldLogprobs: 0, advantages: 0, weights })),
    );
    const perToken = defineLoss('tokens', ({ logprobs }) => logprobs.negate());
    const perDatum = defineLoss('datum', ({ logprobs }) => logprobs.negate().mean());
    expect(evaluateLoss(perToken, inputs)).toEqual({ loss: 6, slopes: Float64Array.of(-1, -2, -3) });
    expect(evaluateLoss(perDatum, inputs).loss).toBe(1);
    expect(evaluateLoss(perDatum, inputs).slopes[1]).toBeCloseTo(-1 / 3, 12);
  });
});

describe('defineLoss', () => {
  const stranger: LossTerm[] = [];
  defineLoss('other', ({ logprobs }) => {
    stranger.push(logprobs);
    return logprobs;
  });

  it.each<[string, (terms: LossTerms) => LossTerm, RegExp]>([
    ['a loss without a gradient', ({ advantages }) => advantages, /does not read logprobs/],
    ['a number that is not finite', ({ logprobs }) => logprobs.times(Number.NaN), /contains NaN/],
    ['an empty range', ({ logprobs }) => logprobs.clamp(2, 1), /clamps to \[2, 1\]/],
    ['a term of another loss', ({ logprobs }) => logprobs.plus(stranger[0]!), /a term of another loss/],
    ['a sum of a sum', ({ logprobs }) => logprobs.sum().mean(), /takes the mean of a value/],
  ])('refuses %s', (_, loss, message) => {
    expect(() => defineLoss('bad', loss)).toThrow(message);
  });

  it('gives equal nodes for equal expressions, even if unused terms were built', () => {
    const plain = defineLoss('plain', ({ logprobs, advantages }) => logprobs.times(advantages));
    const wordy = defineLoss('plain', ({ logprobs, oldLogprobs, advantages }) => {
      oldLogprobs.exp().sum();
      return logprobs.times(advantages);
    });
    expect(wordy).toEqual(plain);
    expect(structuredClone(plain)).toEqual(plain);
  });
});
