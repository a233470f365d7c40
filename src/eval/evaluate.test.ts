/** Tests of `evaluate`. @module */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import { NO_USAGE, type Policy } from '../policy/policy.ts';
import { ragPolicy } from '../rules/rag-policy.ts';
import { defineTask } from '../task/define-task.ts';
import type { Task } from '../task/task.ts';
import { evaluate } from './evaluate.ts';

/** A coin that the policy guesses. Its side depends on the seed. */
const coin = (id: string): Task => ({
  ...defineTask({
    id,
    instructions: 'guess',
    turns: 2,
    reset: (seed) => ({ side: (seed ?? 0) % 2, guess: -1 }),
    tools: {
      guess: {
        description: 'Guesses.',
        input: { type: 'object', properties: { side: { type: 'number' } } },
        run: (input: { readonly side: number }, state: { guess: number }) => {
          state.guess = input.side;
          return 'done';
        },
      },
    },
    done: ({ guess }) => guess >= 0,
    reward: ({ side, guess }) => Number(side === guess),
  }),
  dataset: 'coins',
});

const guesser = (side: number): Policy =>
  definePolicy({ name: `side-${side}`, act: () => ({ kind: 'tool', name: 'guess', input: { side } }) });

it("measures rewards of tasks of one's own over seeds, and groups seeds by task", async () => {
  const tasks = [coin('a'), coin('b')];
  const table = await evaluate({
    tasks,
    policies: { one: guesser(1), zero: guesser(0) },
    seeds: 3,
    timer: () => 0,
  });
  expect(table.rows.map(({ policy, episodes, metrics }) => [policy, episodes, metrics.reward?.mean])).toEqual(
    [
      ['one', 6, 4 / 6],
      ['zero', 6, 2 / 6],
    ],
  );
  expect(table.rows[0]!.metrics.em).toBeNull();
  expect(table.comparisons).toMatchObject([{ metric: 'reward', questions: 2, pairs: 6 }]);
  expect(String(table)).toContain('reward');
  expect(JSON.parse(JSON.stringify(table))).toMatchObject({ rows: [{ policy: 'one' }, { policy: 'zero' }] });
});

it('refuses two episodes that would share a file', async () => {
  const tasks = [coin('a'), coin('b')];
  const policies = { one: guesser(1) };
  await expect(evaluate({ tasks: [...tasks, coin('a')], policies })).rejects.toMatchObject({
    code: 'bad-argument',
    message: expect.stringContaining('one would run "a" of coins twice with seed 1'),
  });
  await expect(evaluate({ tasks, policies, seeds: [2, 2] })).rejects.toThrow(/twice with seed 2/);
  await expect(evaluate({ tasks, policies: [guesser(1), guesser(1)] })).rejects.toThrow(/named "side-1"/);
});

const calls: number[] = [];

/** A model server that is down: five tries per step, or as many as the budget allows. */
const failing: Policy = {
  name: 'failing',
  async act(_, { callsLeft = 5 }) {
    const modelCalls = Math.min(5, callsLeft);
    calls.push(modelCalls);
    return {
      ...{ operations: [], action: { kind: 'none' }, issues: [] },
      usage: { ...NO_USAGE, modelCalls },
      failure: { boundary: 'model', kind: 'network', message: 'no server' },
    };
  },
};

it('keeps failed episodes out of the table, also if a budget ended them, and runs them again', async () => {
  const out = await mkdtemp(join(tmpdir(), 'atommem-evaluate-'));
  const run = (policy: Policy) =>
    evaluate({ tasks: [coin('a')], policies: { mine: policy }, budget: { calls: 6 }, out });
  const failed = await run(failing);
  expect(calls).toEqual([5, 1]);
  expect(failed.rows[0]).toMatchObject({ episodes: 0, planned: 1 });
  expect(failed.failures).toEqual({ 'no server': 1 });
  expect(failed.notes.join()).toContain('1 episode failed and is not in the table: no server');
  expect((await run(guesser(1))).rows[0]).toMatchObject({ episodes: 1, metrics: { reward: { mean: 1 } } });
  await rm(out, { recursive: true });
});

it('refuses what cannot be compared', async () => {
  const tasks = [coin('a')];
  await expect(evaluate({ tasks, policies: [ragPolicy(), ragPolicy()] })).rejects.toThrow(
    'two policies are named "rag"',
  );
  await expect(evaluate({ tasks: [], policies: [ragPolicy()] })).rejects.toThrow('there is no task to run');
  await expect(evaluate({ tasks, policies: [ragPolicy()], seeds: 0 })).rejects.toThrow('seeds is 0');
});
