/**
 * Tests scripted policies.
 *
 * @module
 */
import { expect, test } from 'vitest';
import type { Observation } from '../task/observation.ts';
import { NO_USAGE, type PolicyContext } from './policy.ts';
import { scriptedPolicy } from './scripted.ts';

const observation: Observation = {
  stage: 'answer',
  question: { id: 'q1', text: 'Where was Ada born?' },
  index: 0,
  turn: 0,
  readsUsed: 0,
  readsLeft: 3,
};

const at = (step: number): PolicyContext => ({
  view: { scratchpad: '', scratchpadMeta: {}, query: null, entries: [] },
  step,
  read: async () => [],
  readAll: async () => [],
});

test('gives the reply of the step, also to episodes that run side by side', async () => {
  const policy = scriptedPolicy([
    { operations: [{ op: 'create', text: 'Ada was born in London.' }] },
    { action: { kind: 'answer', answers: ['London'] } },
  ]);
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const replies = await Promise.all(order.map((step) => policy.act(observation, at(step))));
    expect(replies.map(({ action }) => action.kind)).toEqual(
      order.map((step) => (step === 0 ? 'none' : 'answer')),
    );
  }
  expect(await policy.act(observation, at(0))).toEqual({
    operations: [{ op: 'create', text: 'Ada was born in London.' }],
    action: { kind: 'none' },
    issues: [],
    usage: NO_USAGE,
  });
});

test('a script that runs out says so', async () => {
  const policy = scriptedPolicy([{}, {}], { name: 'two steps' });
  await expect(policy.act(observation, at(2))).rejects.toThrow(
    'policy "two steps" has 2 replies, and the episode reached step 3',
  );
});

test('a function may decide by what it sees', async () => {
  const policy = scriptedPolicy((seen, { step }) => ({ text: `${seen.stage} ${step}` }));
  expect((await policy.act(observation, at(4))).text).toBe('answer 4');
});
