/**
 * Properties that every credit estimator has, and what lineage adds.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../memory/entry.ts';
import type { StepRecord, Trajectory } from '../trajectory/trajectory.ts';
import { average, computeAdvantages, hasVariance } from './advantage.ts';
import { broadcast } from './broadcast.ts';
import type { RatedGroup } from './credit.ts';
import { lineage } from './lineage.ts';

/** One memorising step: the entry that it writes, if it writes one. */
type Writing = { readonly id: string; readonly op: 'create' | 'update' } | null;

/** An episode that writes entries and then answers its questions from the entries shown for each. */
interface Plan {
  readonly writing: readonly Writing[];
  readonly answering: readonly { readonly shown: readonly string[]; readonly right: boolean }[];
}

function record(step: number, shown: readonly string[], rest: object): StepRecord {
  const view = { scratchpad: '', scratchpadMeta: {}, query: null, entries: shown.map(entry) };
  return { step, view, effects: [], answers: [], ...rest } as unknown as StepRecord;
}

function entry(id: string): Entry {
  return { id, text: id, meta: {}, version: 1, createdAt: 0, updatedAt: 0 };
}

function play({ writing, answering }: Plan): Trajectory {
  const writes = writing.map((write, step) =>
    record(step, [], {
      stage: 'memorise',
      effects: write ? [{ applied: true, entry: entry(write.id), operation: { op: write.op } }] : [],
    }),
  );
  const answers = answering.map(({ shown }, question) =>
    record(writing.length + question, shown, {
      ...{ stage: 'answer', question },
      answers: [{ index: question, text: '' }],
    }),
  );
  return {
    header: { task: { questions: answering.map(() => ({ answers: ['yes'] })) } },
    steps: [...writes, ...answers],
    end: { answers: answering.map(({ right }) => (right ? 'yes' : 'no')) },
  } as unknown as Trajectory;
}

function rate(plans: readonly Plan[], rewardOf = computeScore): RatedGroup {
  const rewards = plans.map(rewardOf);
  const advantages = hasVariance(rewards) ? computeAdvantages(rewards) : rewards.map(() => 0);
  return { trajectories: plans.map(play), rewards, advantages };
}

function computeScore({ answering }: Plan): number {
  return average(answering.map(({ right }) => Number(right)));
}

const ids = fc.constantFrom('a', 'b', 'c');
const writing = fc.option(fc.record({ id: ids, op: fc.constantFrom('create' as const, 'update' as const) }));
const plansFor = (questions: number): fc.Arbitrary<Plan> =>
  fc.record({
    writing: fc.array(writing, { maxLength: 5 }),
    answering: fc.array(fc.record({ shown: fc.uniqueArray(ids), right: fc.boolean() }), {
      minLength: questions,
      maxLength: questions,
    }),
  });
const groups = fc
  .integer({ min: 1, max: 3 })
  .chain((questions) => fc.array(plansFor(questions), { minLength: 2, maxLength: 6 }));
const shares = fc.double({ min: 0, max: 1, noNaN: true });

describe('every estimator', () => {
  it('keeps the sum: the mean credit of a rollout is its advantage', () => {
    const costs = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(groups, shares, costs, (plans, share, cost) => {
        const group = rate(plans, (plan) => computeScore(plan) - cost[plans.indexOf(plan)]!);
        for (const estimator of [broadcast(), lineage({ share })]) {
          for (const [rollout, credits] of estimator.assign(group).entries()) {
            expect(credits).toHaveLength(group.trajectories[rollout]!.steps.length);
            expect(average(credits)).toBeCloseTo(group.advantages[rollout]!, 9);
          }
        }
      }),
    );
  });

  it('gives no credit for equal rewards', () => {
    fc.assert(
      fc.property(groups, shares, fc.double({ min: -1, max: 1, noNaN: true }), (plans, share, reward) => {
        const group = rate(plans, () => reward);
        const credits = [broadcast(), lineage({ share })].flatMap((each) => each.assign(group).flat());
        expect(credits.every((credit) => Math.abs(credit) === 0)).toBe(true);
      }),
    );
  });

  it('does not scale by the spread of rewards: small differences give small credit', () => {
    fc.assert(
      fc.property(groups, shares, (plans, share) => {
        const [one, ten] = [1, 1e-6].map((scale) => rate(plans, (plan) => scale * computeScore(plan)));
        const most = (group: RatedGroup): number =>
          Math.max(0, ...broadcast().assign(group).flat().map(Math.abs));
        expect(most(ten!)).toBeCloseTo(1e-6 * most(one!), 12);
        const bound = Math.max(...lineage({ share }).assign(one!).flat().map(Math.abs));
        expect(bound).toBeLessThanOrEqual(
          1 + Math.max(...plans.map(({ writing, answering }) => writing.length + answering.length)),
        );
      }),
    );
  });
});

describe('lineage', () => {
  const right: Plan = {
    writing: [{ id: 'a', op: 'create' }, { id: 'b', op: 'create' }, null],
    answering: [{ shown: ['a'], right: true }],
  };
  const wrong: Plan = { ...right, answering: [{ shown: ['b'], right: false }] };

  it('credits the step that wrote the entry in view, and blames the one that misled', () => {
    const [better, worse] = lineage({ share: 1 }).assign(rate([right, wrong]));
    // Four steps, an advantage of ± 0.5.
    expect(better).toEqual([2, 0, 0, 0]);
    expect(worse).toEqual([0, -2, 0, 0]);
  });

  it('credits the last step that wrote the text shown', () => {
    const updated: Plan = { ...right, writing: [...right.writing.slice(0, 2), { id: 'a', op: 'update' }] };
    expect(lineage({ share: 1 }).assign(rate([updated, wrong]))[0]).toEqual([0, 0, 2, 0]);
  });

  it('falls back to an even split if nothing was in view', () => {
    const blind: Plan = { ...right, answering: [{ shown: [], right: true }] };
    expect(lineage({ share: 1 }).assign(rate([blind, wrong]))[0]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('mixes with broadcast by its share', () => {
    expect(lineage({ share: 0 }).assign(rate([right, wrong]))).toEqual(
      broadcast().assign(rate([right, wrong])),
    );
    expect(lineage().assign(rate([right, wrong]))[0]).toEqual([1.25, 0.25, 0.25, 0.25]);
  });
});
