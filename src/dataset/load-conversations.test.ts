/**
 * Tests the loader of conversations: layouts, and files that are not quite right.
 *
 * @module
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listTurnDocuments } from '../task/dialogue/dialogue.ts';
import { loadConversations } from './load-conversations.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atommem-conversations-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, value: unknown): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

const LINE = {
  id: '100K-1',
  scale: '100K',
  turns: [
    { id: 0, role: 'user', session: 1, date: 'March-15-2024', text: 'The launch is on 3 May.' },
    { id: 1, role: 'assistant', session: 1, text: 'Noted.' },
    { id: 2, role: 'user', session: 2, date: 'April-02-2024', text: 'The launch moved to 10 May.' },
  ],
  questions: [
    {
      id: '100K-1-knowledge_update-1',
      ability: 'knowledge_update',
      question: 'When is the launch?',
      answer: '10 May',
      evidence: [0, 2, 99],
      superseded: [0],
      current: [2],
    },
    { id: '100K-1-abstention-1', ability: 'abstention', question: 'Who pays?', answer: 'Nobody said so.' },
  ],
};

const CHAT = [
  {
    batch_number: 1,
    turns: [
      [
        {
          role: 'user',
          id: 0,
          time_anchor: 'March-15-2024',
          index: '1,1',
          content: 'The launch is on 3 May. ->-> 1,1',
        },
        { role: 'assistant', id: 1, content: 'Noted.' },
      ],
    ],
  },
  {
    batch_number: 2,
    turns: [[{ role: 'user', id: 2, time_anchor: 'April-02-2024', content: 'The launch moved to 10 May.' }]],
  },
];

const PROBES = {
  knowledge_update: [
    {
      question: 'When is the launch?',
      answer: '10 May',
      source_chat_ids: { original_info: [0], updated_info: [2] },
    },
  ],
  abstention: [{ question: 'Who pays?', ideal_response: 'Nobody said so.' }],
};

describe('BEAM', () => {
  it('reads the layout of its repository and one chat a line to the same conversation', async () => {
    const line = await write('beam.jsonl', `${JSON.stringify(LINE)}\n`);
    await write('100K/1/chat.json', CHAT);
    await write('100K/1/probing_questions/probing_questions.json', PROBES);
    const [ours] = await loadConversations(line);
    const [original] = await loadConversations(join(folder, '100K'));
    expect(original).toEqual(ours);
    expect(await loadConversations(join(folder, '100K/1/chat.json'))).toEqual([original]);
    expect(ours).toMatchObject({
      dataset: 'beam-100k',
      questions: [
        {
          support: ['100K-1/0', '100K-1/2'],
          superseded: { turns: ['100K-1/0'] },
          current: { turns: ['100K-1/2'] },
        },
        { answerable: false, answers: [], support: [] },
      ],
    });
    expect(listTurnDocuments(ours!).map(({ title, text }) => `${title} | ${text}`)).toEqual([
      'Session 1, March-15-2024 | user: The launch is on 3 May.',
      'Session 1, March-15-2024 | assistant: Noted.',
      'Session 2, April-02-2024 | user: The launch moved to 10 May.',
    ]);
  });

  it('reads questions without evidence, turns without a date, and turn ids that occur twice', async () => {
    const turns = [0, 0, 1].map((id) => ({ id, role: 'user', text: `turn ${id}` }));
    const questions = [{ id: 'q', ability: 'summarization', question: 'What?', evidence: [7] }];
    const [chat] = await loadConversations(await write('bare.jsonl', { id: 'c', turns, questions }));
    expect(listTurnDocuments(chat!).map(({ id }) => id)).toEqual(['c/0', 'c/0#2', 'c/1']);
    expect(listTurnDocuments(chat!)[0]!.title).toBe('Session 1');
    expect(chat!.questions[0]).toMatchObject({ support: [], answers: [] });
  });
});

it('reads LongMemEval with the turns that hold the answer', async () => {
  const record = {
    question_id: 'q1',
    question_type: 'knowledge-update',
    question: 'Where do I live?',
    answer: 'Porto',
    haystack_session_ids: ['s1', 's2'],
    haystack_dates: ['2023/05/20 (Sat) 02:21', '2023/06/01 (Thu) 10:00'],
    haystack_sessions: [
      [{ role: 'user', content: 'I live in Lisbon.', has_answer: true }],
      [
        { role: 'user', content: 'I moved to Porto.', has_answer: true },
        { role: 'assistant', content: 'Nice.' },
      ],
    ],
    answer_session_ids: ['s1', 's2'],
  };
  const abstention = { ...record, question_id: 'q2_abs' };
  const path = await write('longmemeval_s.json', [record, abstention]);
  const [first, second] = await loadConversations(path);
  expect(first!.questions).toMatchObject([
    { support: ['q1/s1:1', 'q1/s2:1'], current: { turns: ['q1/s2:1'] }, superseded: { turns: ['q1/s1:1'] } },
  ]);
  expect(second!.questions).toMatchObject([{ type: 'abstention', answerable: false, support: [] }]);
  const broken = { ...record, haystack_session_ids: ['s1'] };
  await expect(loadConversations(await write('broken.json', [broken]))).rejects.toThrow(
    'record 1 has 2 sessions and 1 session ids',
  );
});

it('reads PersonaMem: options, and the message after which a question is asked', async () => {
  const path = await write(
    'questions_32k.csv',
    'persona_id,question_id,question_type,topic,user_question_or_message,correct_answer,all_options,shared_context_id,end_index_in_shared_context\r\n' +
      `0,q1,recall,food,"What, if anything, do I eat?",(b),"['(a) Fish', '(b) Rice, mostly']",ctx,2\r\n`,
  );
  const messages = ['You help Ada.', 'User: I eat rice.', 'Good.', 'User: I left.'].map((content, place) => ({
    role: ['system', 'user', 'assistant', 'user'][place],
    content,
  }));
  await write('shared_contexts_32k.jsonl', JSON.stringify({ ctx: messages }));
  const [conversation] = await loadConversations(path);
  expect(conversation!.sessions[0]!.turns.map(({ text }) => text)).toEqual([
    'I eat rice.',
    'Good.',
    'I left.',
  ]);
  expect(conversation!.questions).toMatchObject([
    {
      text: 'What, if anything, do I eat?',
      answers: ['Rice, mostly'],
      options: ['Fish', 'Rice, mostly'],
      after: '1',
    },
  ]);
});

describe('options and other files', () => {
  it('leaves out questions by id', async () => {
    const path = await write('exclude.jsonl', LINE);
    const [chat] = await loadConversations(path, { exclude: ['100K-1-abstention-1'] });
    expect(chat!.questions.map(({ id }) => id)).toEqual(['100K-1-knowledge_update-1']);
    await expect(loadConversations(path, { exclude: ['q9'] })).rejects.toThrow(
      '"exclude" names "q9", and no question has this id',
    );
  });

  it('names the known layouts for another one', async () => {
    const other = loadConversations(await write('other.jsonl', { messages: [] }));
    await expect(other).rejects.toMatchObject({ code: 'unknown-format', details: { line: 1 } });
    await expect(other).rejects.toThrow(
      /Known layouts: BEAM .*LongMemEval .*LoCoMo .*LongMemEval-V2 .*PersonaMem/,
    );
    await mkdir(join(folder, 'empty'));
    await expect(loadConversations(join(folder, 'empty'))).rejects.toThrow('holds no chat.json');
    const table = await write('questions.csv', 'a,b\n1,2\n');
    await write('shared_contexts.jsonl', '{}');
    await expect(loadConversations(table)).rejects.toThrow('has no column question_id');
  });
});
