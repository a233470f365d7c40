/**
 * Tests the reader of conversations.
 *
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLocomo } from './locomo.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atommem-locomo-'));
});
afterAll(() => rm(folder, { recursive: true }));

const path = (name: string): string => join(folder, name);

const OURS = {
  id: 'conv-1',
  dataset: 'locomo',
  speakers: ['Mia', 'Theo'],
  sessions: [
    {
      id: 'session_1',
      date_time: '9:00 am on 2 March, 2021',
      turns: [
        { id: 'D1:1', speaker: 'Mia', text: 'I moved to Lisbon yesterday.' },
        { id: 'D1:2', speaker: 'Theo', text: 'Look at my cat.', image_caption: 'a grey cat' },
      ],
    },
  ],
  questions: [
    {
      id: 'q1',
      question: 'When did Mia move?',
      answers: ['1 March 2021'],
      type: 'temporal',
      evidence: ['D1:1; D1:2', 'D'],
    },
    {
      id: 'q2',
      question: "What is Theo's dog called?",
      answers: [],
      type: 'adversarial',
      evidence: ['D:1:2'],
      answerable: false,
      adversarial_answer: 'Rex',
    },
  ],
};

/** The same conversation as LoCoMo's authors would write it. */
const OFFICIAL = {
  sample_id: 'conv-1',
  conversation: {
    speaker_a: 'Mia',
    speaker_b: 'Theo',
    session_1_date_time: '9:00 am on 2 March, 2021',
    session_1: [
      { dia_id: 'D1:1', speaker: 'Mia', text: 'I moved to Lisbon yesterday.' },
      { dia_id: 'D1:2', speaker: 'Theo', text: 'Look at my cat.', blip_caption: 'a grey cat' },
    ],
  },
  qa: [
    { question: 'When did Mia move?', answer: '1 March 2021', category: 2, evidence: ['D1:1; D1:2', 'D'] },
    { question: "What is Theo's dog called?", adversarial_answer: 'Rex', category: 5, evidence: ['D:1:2'] },
  ],
};

describe('loadLocomo', () => {
  it('reads both forms to the same conversation, mends evidence and drops what names no turn', async () => {
    await writeFile(path('ours.jsonl.gz'), gzipSync(`${JSON.stringify(OURS)}\n`));
    await writeFile(path('official.json'), JSON.stringify([OFFICIAL], null, 1));
    const [ours] = await loadLocomo(path('ours.jsonl.gz'));
    const [official] = await loadLocomo(path('official.json'));
    expect(ours!.sessions[0]!.turns[1]).toEqual({
      id: 'D1:2',
      speaker: 'Theo',
      text: 'Look at my cat.',
      imageCaption: 'a grey cat',
    });
    expect(ours!.questions).toEqual([
      {
        id: 'q1',
        text: 'When did Mia move?',
        answers: ['1 March 2021'],
        type: 'temporal',
        support: ['conv-1/D1:1', 'conv-1/D1:2'],
        answerable: true,
      },
      {
        id: 'q2',
        text: "What is Theo's dog called?",
        answers: [],
        type: 'adversarial',
        support: ['conv-1/D1:2'],
        answerable: false,
        temptation: 'Rex',
      },
    ]);
    expect({ ...official, questions: [] }).toEqual({ ...ours, questions: [] });
    expect(official!.questions.map(({ id, ...rest }) => rest)).toEqual(
      ours!.questions.map(({ id, ...rest }) => rest),
    );
  });

  it('takes questions without an answer, or of category "5" as text, as unanswerable', async () => {
    const qa = [
      { question: 'A?', answer: null, category: 1 },
      { question: 'B?', answer: 'x', category: '5' },
      { question: 'C?', answer: ' ', category: 2 },
      { question: 'D?', answer: 1843, category: '2' },
      { question: 'E?', category: 4 },
    ];
    await writeFile(path('unanswerable.json'), JSON.stringify([{ ...OFFICIAL, qa }]));
    const [conversation] = await loadLocomo(path('unanswerable.json'));
    expect(
      conversation!.questions.map(({ answerable, answers, type }) => [answerable, answers, type]),
    ).toEqual([
      [false, [], 'multi_hop'],
      [false, [], 'adversarial'],
      [false, [], 'temporal'],
      [true, ['1843'], 'temporal'],
      [false, [], 'single_hop'],
    ]);
  });

  it('names file and place of what it cannot read', async () => {
    await writeFile(
      path('bad.jsonl'),
      `${JSON.stringify(OURS)}\n{"id":"x","sessions":[{"id":"s"}],"questions":[]}\n`,
    );
    await expect(loadLocomo(path('bad.jsonl'))).rejects.toThrow(
      /bad\.jsonl, line 2 is not a conversation \(field "sessions\.0\.date_time"/,
    );
    await writeFile(path('empty.jsonl'), '');
    await expect(loadLocomo(path('empty.jsonl'))).rejects.toThrow('no records');
    await expect(loadLocomo(path('none.jsonl'))).rejects.toThrow('no such file');
  });
});
