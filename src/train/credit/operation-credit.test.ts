/**
 * Properties that every estimator of credit per operation has.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { average } from '../advantage.ts';
import type { CreditRollout } from './credit-rollout.ts';
import { CREDITS } from './credits.ts';

const unit = fc.integer({ min: 0, max: 20 }).map((value) => value / 20);
const operation = (questions: number) =>
  fc.record({
    step: fc.nat(3),
    subject: fc.constantFrom('a', 'b', 'c'),
    keeps: fc.boolean(),
    propensity: fc.double({ min: 0.01, max: 1, noNaN: true }),
    shown: fc.array(
      fc.record({
        question: fc.nat(questions - 1),
        among: fc.integer({ min: 1, max: 6 }),
        distance: fc.nat(3),
      }),
      { maxLength: 2 },
    ),
  });
const rollout = (questions: number): fc.Arbitrary<CreditRollout> =>
  fc
    .record({
      scores: fc.array(unit, { minLength: questions, maxLength: questions }),
      operations: fc.array(operation(questions), { minLength: 1, maxLength: 6 }),
      states: fc.array(unit, { minLength: 4, maxLength: 4 }),
      without: unit,
    })
    .map(({ scores, without, ...rest }) => ({
      ...rest,
      scores,
      reward: average(scores),
      rewardWithout: () => without,
    }));
const groups = fc
  .integer({ min: 1, max: 3 })
  .chain((questions) => fc.array(rollout(questions), { minLength: 2, maxLength: 6 }));

const scale = (group: readonly CreditRollout[], factor: number): readonly CreditRollout[] =>
  group.map(({ reward, scores, states, rewardWithout, ...rest }) => ({
    ...rest,
    reward: factor * reward,
    scores: scores.map((score) => factor * score),
    states: states.map((state) => factor * state),
    rewardWithout: (place) => factor * rewardWithout(place),
  }));

describe.each(CREDITS.map((create) => create()))('$name', (credit) => {
  it('gives no credit to a flat group', () => {
    fc.assert(
      fc.property(groups, unit, (given, reward) => {
        const flat = given.map((each) => ({ ...each, reward, scores: each.scores.map(() => reward) }));
        expect(
          credit
            .assign(flat)
            .flat()
            .every((value) => Math.abs(value) < 1e-12),
        ).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('scales with the rewards: no division by their spread', () => {
    fc.assert(
      fc.property(groups, (group) => {
        const whole = credit.assign(group).flat();
        const small = credit.assign(scale(group, 1e-3)).flat();
        for (const [place, value] of small.entries()) expect(value).toBeCloseTo(1e-3 * whole[place]!, 9);
      }),
      { numRuns: 40 },
    );
  });

  it('reads nothing but its own group, and returns one credit per operation', () => {
    fc.assert(
      fc.property(groups, groups, (group, other) => {
        const before = credit.assign(group);
        credit.assign(other);
        expect(credit.assign(group)).toEqual(before);
        expect(before.map((own) => own.length)).toEqual(group.map(({ operations }) => operations.length));
      }),
      { numRuns: 20 },
    );
  });
});

describe('what credits sum to', () => {
  it.each(['broadcast', 'lineage', 'provenance decay'])(
    '%s: the mean over a rollout is its advantage',
    (name) => {
      const credit = CREDITS.map((create) => create()).find((each) => each.name === name)!;
      fc.assert(
        fc.property(groups, (group) => {
          const mean = average(group.map(({ reward }) => reward));
          credit.assign(group).forEach((credits, place) => {
            expect(average(credits)).toBeCloseTo(group[place]!.reward - mean, 9);
          });
        }),
        { numRuns: 40 },
      );
    },
  );
});
