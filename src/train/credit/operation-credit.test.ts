/**
 * Properties that every estimator of credit per operation has, and what each adds.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { average } from '../advantage.ts';
import type { CreditOperation, CreditRollout, OperationCredit } from './credit-rollout.ts';
import { CREDITS } from './credits.ts';

const unit = fc.integer({ min: 0, max: 20 }).map((value) => value / 20);
const operation = (questions: number): fc.Arbitrary<CreditOperation> =>
  fc.record({
    step: fc.nat(3),
    subject: fc.constantFrom('a', 'b', 'c', undefined),
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
      branchedAt: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      without: fc.array(unit, { minLength: 6, maxLength: 6 }),
    })
    .map(({ scores, without, ...rest }) => ({
      ...rest,
      scores,
      reward: average(scores),
      rewardWithout: (place) => without[place]!,
    }));
const groups = fc
  .integer({ min: 1, max: 3 })
  .chain((questions) => fc.array(rollout(questions), { minLength: 2, maxLength: 6 }));

/** Applies a change to everything in a group that is measured in rewards. */
function changeRewards(
  group: readonly CreditRollout[],
  change: (reward: number) => number,
): readonly CreditRollout[] {
  return group.map(({ reward, scores, states, rewardWithout, ...rest }) => ({
    ...rest,
    reward: change(reward),
    scores: scores.map(change),
    states: states.map(change),
    rewardWithout: (place) => change(rewardWithout(place)),
  }));
}

const create = (name: string): OperationCredit =>
  CREDITS.map((each) => each()).find((each) => each.name === name)!;

function expectClose(
  left: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
  factor = 1,
): void {
  expect(left.map((own) => own.length)).toEqual(right.map((own) => own.length));
  const wanted = right.flat();
  const differences = left.flat().map((value, place) => Math.abs(value - factor * wanted[place]!));
  expect(Math.max(...differences)).toBeLessThan(1e-9 * factor + 1e-12);
}

describe.each(CREDITS.map((each) => each()))('$name', (credit) => {
  it('gives no credit to a flat group, even if scores of single questions differ', () => {
    fc.assert(
      fc.property(groups, unit, fc.boolean(), (given, reward, differ) => {
        const flat = given.map((each) => ({
          ...each,
          reward,
          scores: differ ? each.scores : each.scores.map(() => reward),
        }));
        // Exactly 0: Adam would turn a rounding error into a step of full size.
        expect(credit.assign(flat).flat().filter(Boolean)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('scales with the rewards: no division by their spread', () => {
    fc.assert(
      fc.property(groups, (group) => {
        const small = changeRewards(group, (reward) => reward / 1000);
        expectClose(credit.assign(small), credit.assign(group), 1e-3);
      }),
      { numRuns: 25 },
    );
  });

  it('ignores a constant added to all rewards', () => {
    fc.assert(
      fc.property(groups, (group) => {
        const moved = changeRewards(group, (reward) => reward + 3).map((each, place) => ({
          ...each,
          states: group[place]!.states,
        }));
        expectClose(credit.assign(moved), credit.assign(group));
      }),
      { numRuns: 25 },
    );
  });

  it('does not depend on the order of rollouts', () => {
    fc.assert(
      fc.property(groups, (group) => {
        expectClose(credit.assign(group.toReversed()).toReversed(), credit.assign(group));
      }),
      { numRuns: 25 },
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

  it('stays bounded if all but one of many rollouts fail', () => {
    const failed: CreditRollout = {
      reward: 0,
      scores: [0],
      operations: [{ step: 0, subject: 'a', keeps: true, propensity: 0.5, shown: [] }],
      states: [0],
      rewardWithout: () => 0,
    };
    const group = [{ ...failed, reward: 1e-6, scores: [1e-6] }, ...Array.from({ length: 63 }, () => failed)];
    expect(Math.max(...credit.assign(group).flat().map(Math.abs))).toBeLessThan(1e-5);
  });
});

describe('what credits sum to', () => {
  it.each(['broadcast', 'lineage', 'provenance decay'])(
    '%s: the mean over a rollout is its advantage',
    (name) => {
      fc.assert(
        fc.property(groups, (group) => {
          const mean = average(group.map(({ reward }) => reward));
          create(name)
            .assign(group)
            .forEach((credits, place) => {
              expect(average(credits)).toBeCloseTo(group[place]!.reward - mean, 9);
            });
        }),
        { numRuns: 25 },
      );
    },
  );

  it('step-grouped: the credits of one step sum to zero over the rollouts', () => {
    fc.assert(
      fc.property(groups, fc.nat(3), (group, step) => {
        const same = group.map((each) => ({ ...each, operations: [{ ...each.operations[0]!, step }] }));
        const sum = create('step-grouped')
          .assign(same)
          .flat()
          .reduce((total, value) => total + value, 0);
        expect(sum).toBeCloseTo(0, 9);
      }),
      { numRuns: 25 },
    );
  });

  it('local re-rollout: credits sum to zero over the rollouts that share a state', () => {
    fc.assert(
      fc.property(groups, (group) => {
        const late = group.map((each) => ({ ...each, operations: [{ ...each.operations[0]!, step: 3 }] }));
        const credits = create('local re-rollout').assign(late);
        for (const isBranch of [true, false]) {
          const own = credits.filter((_, place) => (late[place]!.branchedAt !== undefined) === isBranch);
          expect(own.flat().reduce((total, value) => total + value, 0)).toBeCloseTo(0, 9);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('what else credits are', () => {
  it('propensity-weighted: weighted by 1 / p, the credits of a text sum to its weighted advantages', () => {
    fc.assert(
      fc.property(groups, fc.constantFrom('a', 'b', 'c'), (group, subject) => {
        const credits = create('propensity-weighted').assign(group);
        const mean = average(group.map(({ reward }) => reward));
        const made = group.flatMap(({ operations, reward }, rollout) =>
          operations.map((each, place) => ({ ...each, reward, credit: credits[rollout]![place]! })),
        );
        const own = made.filter((each) => each.subject === subject);
        // Rewards that are all equal, or decisions that are, identify no value.
        const decided = new Set(own.map(({ keeps }) => keeps)).size;
        if (decided < 2 || credits.flat().every((credit) => credit === 0)) return;
        const sum = own.reduce(
          (total, { credit, reward, propensity }) =>
            total + (credit - (reward - mean)) / Math.max(0.05, propensity),
          0,
        );
        expect(sum).toBeCloseTo(0, 8);
      }),
      { numRuns: 60 },
    );
  });

  it('counterfactual: the reward that is lost without the operation', () => {
    fc.assert(
      fc.property(groups, (group) => {
        const isLive = new Set(group.map(({ reward }) => reward)).size > 1;
        create('counterfactual')
          .assign(group)
          .forEach((credits, place) => {
            const { reward, rewardWithout } = group[place]!;
            credits.forEach((credit, at) => {
              expect(credit).toBe(isLive ? reward - rewardWithout(at) : 0);
            });
          });
      }),
      { numRuns: 25 },
    );
  });

  it('step-grouped: four fifths of the advantage, one fifth of the gain over others at the same step', () => {
    const operations = [0, 1].map((step) => ({ step, keeps: true, propensity: 1, shown: [] }));
    const base = { operations, rewardWithout: () => 0 };
    const group = [
      { ...base, reward: 1, scores: [1], states: [0.5, 1] },
      { ...base, reward: 0, scores: [0], states: [0.5, 0] },
    ];
    const credits = create('step-grouped').assign(group);
    // Both rollouts gain 0.5 in the first step. In the second, one gains 0.5 and one loses 0.5.
    expect(credits.flat().map((credit) => Math.round(1000 * credit))).toEqual([400, 500, -400, -500]);
  });
});

describe('local re-rollout', () => {
  it('gives a branch no credit for the steps that it shares', () => {
    fc.assert(
      fc.property(groups, (group) => {
        create('local re-rollout')
          .assign(group)
          .forEach((credits, place) => {
            const { operations, branchedAt = 0 } = group[place]!;
            operations.forEach(({ step }, at) => {
              if (step < branchedAt) expect(credits[at]).toBe(0);
            });
          });
      }),
      { numRuns: 25 },
    );
  });
});

describe('propensity-weighted', () => {
  const play = (reward: number, keeps: boolean, propensity: number): CreditRollout => ({
    reward,
    scores: [reward],
    operations: [{ step: 0, subject: 'a', keeps, propensity, shown: [] }],
    states: [reward],
    rewardWithout: () => 0,
  });

  it('weighs rare decisions by the inverse of their probability', () => {
    const group = [play(1, true, 0.1), play(0, true, 0.9), play(0, false, 0.5), play(0, false, 0.5)];
    const credits = create('propensity-weighted').assign(group).flat();
    expect(credits[0]).toBeCloseTo(10 / (10 + 1 / 0.9) - 0.25, 9);
    expect(credits[2]).toBeCloseTo(-0.25, 9);
  });

  it('gives nothing for a text that all rollouts treated alike', () => {
    const group = [play(1, true, 0.1), play(0, true, 0.9)];
    expect(create('propensity-weighted').assign(group)).toEqual([[0], [0]]);
  });
});

describe('lineage', () => {
  it('favours the operation whose text was shown for the question that went well', () => {
    const shown = [{ question: 0, among: 2, distance: 1 }];
    const operations = [
      { step: 0, subject: 'a', keeps: true, propensity: 0.5, shown },
      { step: 1, subject: 'b', keeps: true, propensity: 0.5, shown: [] },
    ];
    const base = { operations, states: [0, 0], rewardWithout: () => 0 };
    const group = [
      { ...base, reward: 1, scores: [1] },
      { ...base, reward: 0, scores: [0] },
    ];
    // Half of the advantage of ±0.5 belongs to the text shown among two, times two operations. The rest is shared.
    expect(create('lineage').assign(group)).toEqual([
      [0.75, 0.25],
      [-0.75, -0.25],
    ]);
    // A version written one operation later keeps 0.7 of that.
    expect(create('provenance decay').assign(group)[0]![0]).toBeCloseTo(0.7 * 0.5 + 0.5 - 0.7 * 0.25, 9);
  });
});
