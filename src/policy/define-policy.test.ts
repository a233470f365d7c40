/**
 * Tests policies of one's own through the agent loop.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import { runEpisode } from '../agent/run-episode.ts';
import { defineTask } from '../task/define-task.ts';
import { createDocumentStream } from '../task/document-stream.ts';
import type { SourceDocument } from '../task/observation.ts';
import { BETTER_STREAM_RULES } from '../task/stream-rules.ts';
import type { Task } from '../task/task.ts';
import { definePolicy, type PolicyDefinition } from './define-policy.ts';

const documents: SourceDocument[] = ['Ada', 'Babbage'].map((title) => ({
  id: title,
  title,
  text: `${title} wrote.`,
}));

const stream: Task = createDocumentStream({
  id: 'letters',
  dataset: 'test',
  questions: ['Ada', 'Zuse'].map((id) => ({ id, text: id, answers: [], support: [] })),
  chunks: documents.map(({ text }, index) => ({ index, count: 2, text, documents: [documents[index]!] })),
  documents,
  rules: BETTER_STREAM_RULES,
});

const play = (handlers: Omit<PolicyDefinition, 'name'>, task = stream) =>
  runEpisode({ task, policy: definePolicy({ name: 'mine', ...handlers }) });

describe('definePolicy', () => {
  it('memorises every chunk once, answers from the view, and gives up where it answers null', async () => {
    const { steps, end } = await play({
      memorise: ({ chunk }) => chunk.documents.map(({ title }) => ({ op: 'create', text: title })),
      answer: async ({ question }, { view }) =>
        view.entries.find(({ text }) => text === question.text)?.text ?? null,
    });
    expect(steps.map(({ stage }) => stage)).toEqual(['memorise', 'memorise', 'answer', 'answer']);
    expect(end.answers).toEqual(['Ada', null]);
  });

  it('goes through a stream without any handler', async () => {
    const { steps, end } = await play({});
    expect(steps).toHaveLength(4);
    expect(end).toMatchObject({ reason: 'done', answers: [null, null], entries: 0 });
  });

  it('shows the same chunk or question again after operations that only read', async () => {
    const { steps } = await play({
      memorise: ({ turn }) => (turn === 0 ? [{ op: 'read', query: 'Ada' }] : []),
      answer: (_, { view }) =>
        view.query === 'more' ? 'found' : { answer: null, operations: [{ op: 'read', query: 'more' }] },
    });
    expect(steps.map(({ chunk, question }) => chunk?.index ?? `q${question}`)).toEqual([
      ...[0, 0, 1, 1],
      ...['q0', 'q0', 'q1', 'q1'],
    ]);
  });

  it('says which handler is missing or returned something else', async () => {
    const task = defineTask({
      id: 'acting',
      instructions: '',
      reset: () => 0,
      tools: { go: { description: '', input: { type: 'object' }, run: () => '' } },
      reward: () => 0,
    });
    await expect(play({}, task)).rejects.toThrow('policy "mine" has no `act` handler');
    await expect(play({ act: () => undefined as never }, task)).rejects.toThrow('instead of an action');
    await expect(play({ memorise: () => 'x' as never })).rejects.toThrow('instead of operations');
    expect(() => definePolicy({ name: '' })).toThrow('the name of a policy is ""');
  });
});
