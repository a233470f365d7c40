/**
 * Tests dialogues as tasks.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import { BETTER_STREAM_RULES } from '../stream-rules.ts';
import type { Task } from '../task.ts';
import { loadDefaultTokenizer } from '../tokenizer.ts';
import type { Conversation } from './conversation.ts';
import { createDialogue, type DialogueOptions } from './dialogue.ts';

const tokenizer = await loadDefaultTokenizer();

const conversation: Conversation = {
  id: 'conv-1',
  dataset: 'toy',
  speakers: ['Mia', 'Theo'],
  sessions: [
    {
      id: 'session_1',
      dateTime: '9:00 am on 2 March, 2021',
      turns: [
        { id: 'D1:1', speaker: 'Mia', text: 'I moved to Lisbon yesterday.' },
        { id: 'D1:2', speaker: 'Theo', text: 'Look at my cat.', imageCaption: 'a grey cat' },
      ],
    },
    {
      id: 'session_2',
      dateTime: '8:15 pm on 9 April, 2021',
      turns: [{ id: 'D2:1', speaker: 'Mia', text: 'I left Lisbon again.' }],
    },
  ],
  questions: [
    {
      id: 'q1',
      text: 'Where did Mia move?',
      answers: ['Lisbon'],
      support: ['conv-1/D1:1'],
      answerable: true,
    },
    { id: 'q2', text: "What is Theo's dog called?", answers: [], support: [], answerable: false },
  ],
};

const create = (options: Partial<DialogueOptions> = {}): Task =>
  createDialogue({ conversation, tokenizer, rules: BETTER_STREAM_RULES, ...options });

/** Every observation of a run in which the policy reads on and answers "x". */
function observations(task: Task) {
  const environment = task.open();
  const seen = [];
  for (;;) {
    const observation = environment.observe();
    if (observation === null) return seen;
    seen.push(observation);
    environment.act({
      effects: [],
      action: observation.stage === 'answer' ? { kind: 'answer', answers: ['x'] } : { kind: 'read-on' },
      silent: false,
      malformed: false,
      lookAgain: false,
    });
  }
}

describe('createDialogue', () => {
  it('shows session by session under its date, then asks', () => {
    const task = create();
    expect(task).toMatchObject({ kind: 'dialogue', id: 'conv-1', dataset: 'toy' });
    const [first, second, third, fourth, ...more] = observations(task);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      stage: 'memorise',
      chunk: {
        count: 2,
        text: 'Session 1, 9:00 am on 2 March, 2021\nMia: I moved to Lisbon yesterday.\nTheo: Look at my cat. [shares a picture: a grey cat]',
        documents: [
          { id: 'conv-1/D1:1', title: 'Session 1, 9:00 am on 2 March, 2021' },
          { id: 'conv-1/D1:2', text: 'Theo: Look at my cat. [shares a picture: a grey cat]' },
        ],
      },
    });
    expect(second).toMatchObject({
      chunk: { text: expect.stringMatching(/^Session 2, 8:15 pm on 9 April/) },
    });
    expect([third, fourth]).toMatchObject([{ question: { id: 'q1' } }, { question: { id: 'q2' } }]);
    expect(task.documents.map(({ id }) => id)).toEqual(['conv-1/D1:1', 'conv-1/D1:2', 'conv-1/D2:1']);
  });

  it('hides the questions while the dialogue is read, unless told otherwise', () => {
    expect(observations(create())[0]).toMatchObject({ questions: [] });
    expect(observations(create({ questionsKnown: true }))[0]).toMatchObject({
      questions: [{ id: 'q1' }, { id: 'q2' }],
    });
  });

  it('cuts between turns, by size or at each', () => {
    const listChunks = (options: Partial<DialogueOptions>) =>
      observations(create(options)).flatMap((seen) => (seen.stage === 'memorise' ? [seen.chunk] : []));
    for (const chunks of [listChunks({ unit: 'turn' }), listChunks({ size: 32 })]) {
      expect(chunks.map(({ documents }) => documents.length)).toEqual([1, 1, 1]);
      expect(chunks[1]!.text).toBe(
        'Session 1, 9:00 am on 2 March, 2021\nTheo: Look at my cat. [shares a picture: a grey cat]',
      );
    }
    expect(() => create({ size: 0 })).toThrow('the chunk size is 0');
  });
});
