import { expect, test } from 'vitest';
import { asked, context, memorise, start } from '../../test/loopback/model-policy.ts';
import { composed } from './composed.ts';
import { definePolicy } from './define-policy.ts';

const notes = definePolicy({
  name: 'notes',
  memorise: () => [{ op: 'create', text: 'Ada was born in London.' }],
  answer: () => 'Paris',
});

test('one policy writes, the model words the answer, and one call is made for each question', async () => {
  const { policy: model, server } = await start({ chat: [{ content: 'answer: London' }] }, 'compact');
  const policy = composed({ memory: notes, answer: model });
  const written = await policy.act(memorise, context);
  expect(written.operations).toEqual([{ op: 'create', text: 'Ada was born in London.' }]);
  expect(server.requests).toHaveLength(0);
  const answered = await policy.act(asked, context);
  expect(answered.action).toEqual({ kind: 'answer', answers: ['London'] });
  expect(answered.usage.modelCalls).toBe(1);
  expect(policy.name).toBe(`notes+${model.name}`);
});

test('the operations of the model are ignored, and without an answer that of the memory policy stands', async () => {
  const chat = [{ content: 'keep: forged' }, { content: 'keep: forged' }];
  const { policy: model } = await start({ chat }, 'compact');
  const reply = await composed({ memory: notes, answer: model }).act(asked, context);
  expect(reply.operations).toEqual([]);
  expect(reply.action).toEqual({ kind: 'answer', answers: ['Paris'] });
});

test('a failure of the model is the failure of the step', async () => {
  const { policy: model } = await start({ chat: () => ({ status: 400, message: 'too long' }) }, 'compact');
  const reply = await composed({ memory: notes, answer: model }).act(asked, context);
  expect(reply.failure?.message).toContain('too long');
});

test('without a call left, the model is not asked', async () => {
  const { policy: model, server } = await start({ chat: [] }, 'compact');
  const reply = await composed({ memory: notes, answer: model }).act(asked, { ...context, callsLeft: 0 });
  expect(reply.action).toEqual({ kind: 'answer', answers: ['Paris'] });
  expect(server.requests).toHaveLength(0);
});
