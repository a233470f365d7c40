/**
 * Tests the loader of LongMemEval-V2 on a small copy of its layout.
 *
 * @module
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { loadConversations } from './load-conversations.ts';
import { loadMemoryStreams } from './load-memory-streams.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'atommem-lme2-'));
});
afterAll(() => rm(root, { recursive: true }));

const PAGE = Array.from({ length: 60 }, (_, row) => `[${row}] row "Order ${row}" status shipped`).join('\n');

const TRAJECTORIES = ['t1', 't2'].map((id) => ({
  id,
  domain: 'web',
  goal: `Find order 7 in ${id}`,
  outcome: 'success',
  start_url: 'http://shop/',
  states: [
    { state_index: 0, url: 'http://shop/', action: null, thought: null, accessibility_tree: 'RootWebArea' },
    {
      state_index: 1,
      url: 'http://shop/orders',
      action: "click('7')",
      thought: 'The order is here.',
      accessibility_tree: PAGE,
    },
  ],
}));

const question = (id: string, more: object): object => ({
  id,
  domain: 'web',
  environment: 'shop',
  question_type: 'static-environment',
  question: 'Which status has order 7?',
  image: null,
  answer: 'shipped',
  eval_function: 'norm_phrase_set_match|require_non_empty=true',
  ...more,
});

const QUESTIONS = [
  question('q1', {}),
  question('q2', { question_type: 'procedure-abs', eval_function: 'llm_abstention_checker' }),
  question('q3', { image: 'question_screenshots/q3.png' }),
  question('q4', { answer: 'new, shipped' }),
  question('q5', {
    question: 'Which page?\nA. Orders\nB. Returns of orders',
    answer: 'B',
    eval_function: 'mc_choice_match',
  }),
  question('q6', {}),
];

const HAYSTACKS = {
  ...Object.fromEntries(['q1', 'q2', 'q3', 'q4', 'q5'].map((id) => [id, ['t1', 't2']])),
  q6: ['t2'],
};

async function write(name: string, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = join(root, name);
  await mkdir(join(folder, 'haystacks'), { recursive: true });
  const toLines = (values: readonly object[]): string =>
    values.map((value) => JSON.stringify(value)).join('\n');
  const files = {
    'questions.jsonl': `${toLines(QUESTIONS)}\n`,
    'trajectories.jsonl': toLines(TRAJECTORIES),
    'haystacks/lme_v2_small.json': JSON.stringify(HAYSTACKS),
    'haystacks/lme_v2_medium.json': JSON.stringify({ q6: ['t2', 't1'] }),
    ...changes,
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  return folder;
}

describe('LongMemEval-V2', () => {
  it('makes one stream of each haystack, with the questions that share it', async () => {
    const folder = await write('whole');
    const streams = await loadMemoryStreams(folder);
    expect(
      streams.map(({ id, dataset, questions }) => [id, dataset, questions.map((each) => each.id)]),
    ).toEqual([
      ['q1', 'longmemeval-v2-small', ['q1', 'q2', 'q4', 'q5']],
      ['q6', 'longmemeval-v2-small', ['q6']],
    ]);
    expect(streams[0]!.questions).toMatchObject([
      { answers: ['shipped'], answerable: true, type: 'static-environment' },
      { answers: [], answerable: false, type: 'procedure-abs' },
      { answers: [] },
      { answers: ['Returns of orders'] },
    ]);
  });

  it('reads the turns of a haystack in its order, in passages that repeat address and goal', async () => {
    const folder = await write('order');
    const [medium] = await loadMemoryStreams(join(folder, 'haystacks/lme_v2_medium.json'));
    const turns = [...medium!.turns()];
    expect(turns.slice(0, 4).map(({ id, text }) => `${id} ${text}`)).toEqual([
      't2/goal agent: Goal: Find order 7 in t2\nOutcome: success\nStart: http://shop/',
      't2/0/1 agent: http://shop/ (goal: Find order 7 in t2)\nRootWebArea',
      "t2/1 agent: http://shop/orders (goal: Find order 7 in t2)\nThe order is here.\nclick('7')",
      expect.stringMatching(/^t2\/1\/1 agent: http:\/\/shop\/orders \(goal: Find order 7 in t2\)\n\[0\] row/),
    ]);
    expect(new Set(turns.map(({ id }) => id)).size).toBe(turns.length);
    expect(Math.max(...turns.map(({ text }) => text.length))).toBeLessThan(1500);
    expect(turns.map(({ text }) => text).join('\n')).toContain('Order 59');
    expect([...medium!.turns()]).toEqual(turns);
  });

  it('leaves out questions by id, and refuses an id that no question has', async () => {
    const folder = await write('exclude');
    const streams = await loadMemoryStreams(folder, { exclude: ['q1'] });
    expect(streams[0]!.questions.map(({ id }) => id)).toEqual(['q2', 'q4', 'q5']);
    await expect(loadMemoryStreams(folder, { exclude: ['q9'] })).rejects.toThrow('"exclude" names "q9"');
  });

  test.each([
    [
      'a line that is not JSON',
      { 'trajectories.jsonl': `${JSON.stringify(TRAJECTORIES[0])}\n{` },
      'trajectories.jsonl, line 2 is not valid JSON',
    ],
    [
      'a trajectory that is missing',
      { 'trajectories.jsonl': JSON.stringify(TRAJECTORIES[0]) },
      'has no trajectory "t2", which the haystack of question "q1" names',
    ],
    [
      'a question without text',
      { 'questions.jsonl': '{"id":"q1"}' },
      'questions.jsonl, line 1 is not a question of LongMemEval-V2',
    ],
    [
      'haystacks of another shape',
      { 'haystacks/lme_v2_small.json': '[]' },
      'is not an object of question ids',
    ],
    ['haystacks that are not JSON', { 'haystacks/lme_v2_small.json': '{' }, 'is not valid JSON'],
  ])('names file and line of %s', async (name, changes, message) => {
    await expect(loadMemoryStreams(await write(name, changes))).rejects.toThrow(message);
  });

  it('names the loader when it is read as conversations', async () => {
    const folder = await write('conversations');
    await expect(loadConversations(folder)).rejects.toThrow('loadMemoryStreams');
    await rm(join(folder, 'haystacks'), { recursive: true });
    await expect(loadMemoryStreams(folder)).rejects.toThrow('has no haystacks');
  });
});
