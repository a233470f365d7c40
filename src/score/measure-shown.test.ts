/**
 * Tests the measures of what memory shows.
 *
 * @module
 */
import { describe, expect, it, test } from 'vitest';
import type { DialogueQuestion } from '../task/dialogue/conversation.ts';
import { measureShown } from './measure-shown.ts';
import { forgottenGone, neverSaid } from './memory-contents.ts';
import { holdsValue, removePast, type ShownText } from './shown-text.ts';

const TURNS: Readonly<Record<string, string>> = {
  old: 'user: My dashboard answers in 300ms on average, can you help?',
  new: 'user: After caching, the dashboard now answers in 250ms on average.',
  plan: 'user: I want to add a login page.',
  never: 'user: I have never written a login page.',
};
const readTurn = (id: string): string | undefined => TURNS[id];
const verbatim = (...ids: string[]): ShownText[] => ids.map((id) => ({ text: TURNS[id]!, sources: [id] }));

const question: DialogueQuestion = {
  id: 'q',
  text: 'How fast does the dashboard answer?',
  answers: ['250ms'],
  support: ['old', 'new'],
  answerable: true,
  current: { turns: ['new'] },
  superseded: { turns: ['old'] },
  sides: [{ turns: ['plan'] }, { turns: ['never'] }],
};
const measure = (shown: readonly ShownText[]) => measureShown(question, shown, readTurn);

describe('measureShown', () => {
  test.each<[string, readonly ShownText[], object]>([
    [
      'nothing',
      [],
      { evidenceShown: 0, answerShown: 0, currentShown: 0, supersededShown: 0, contradictionShown: 0 },
    ],
    [
      'all turns',
      verbatim('old', 'new', 'plan', 'never'),
      { evidenceShown: 1, answerShown: 1, currentShown: 1, supersededShown: 1, contradictionShown: 1 },
    ],
    ['the current turn', verbatim('new'), { evidenceShown: 0.5, currentShown: 1, supersededShown: 0 }],
    ['one side', verbatim('plan'), { contradictionShown: 0 }],
    [
      'the old turn, marked',
      [...verbatim('new'), { text: 'Until 2024-04-05: the dashboard answers in 300ms.', sources: ['old'] }],
      { evidenceShown: 1, currentShown: 1, supersededShown: 0 },
    ],
    [
      'the current turn, marked by mistake',
      [{ text: 'Until 2024-04-09: the dashboard answers in 250ms.', sources: ['new'] }],
      { evidenceShown: 0.5, currentShown: 0 },
    ],
    [
      'a stub of each turn',
      [{ text: 'user: dash', sources: ['old', 'new'] }],
      { evidenceShown: 0, currentShown: 0 },
    ],
    [
      'a layer without sources',
      [{ text: 'The dashboard answers in 250ms.' }],
      { currentShown: 1, supersededShown: 0, answerShown: 1 },
    ],
  ])('%s', (_, shown, expected) => {
    expect(measure(shown)).toMatchObject(expected);
  });

  it('compares values where the data names them, and whole words only', () => {
    const named = {
      ...question,
      current: { turns: [], values: ['Leeds'] },
      superseded: { turns: [], values: ['York'] },
    };
    const show = (text: string) => measureShown(named, [{ text, sources: [] }], readTurn);
    expect(show('The office is in Leeds (until 3 May: York).')).toMatchObject({
      currentShown: 1,
      supersededShown: 0,
    });
    expect(show('The office is in York.')).toMatchObject({ currentShown: 0, supersededShown: 1 });
    expect(show('New Yorkers work in Leedsville.')).toMatchObject({ currentShown: 0, supersededShown: 0 });
  });

  it('names the correct option if its words are shown more than those of every other', () => {
    const choice = { ...question, options: ['250ms after caching', '300ms before caching', 'Nobody knows'] };
    const show = (answer: string, ...texts: string[]) =>
      measureShown(
        { ...choice, answers: [answer] },
        texts.map((text) => ({ text })),
        readTurn,
      ).optionShown;
    expect(show('250ms after caching', 'It answers in 250ms after caching.')).toBe(1);
    expect(show('300ms before caching', 'It answers in 250ms after caching.')).toBe(0);
    expect(show('250ms after caching', 'Caching helps.')).toBe(0);
    expect(show('an answer that is no option', 'Caching helps.')).toBeUndefined();
  });

  it('reads scripts without spaces', () => {
    const chinese: DialogueQuestion = {
      ...question,
      answers: ['北京'],
      support: ['home'],
      current: undefined,
    };
    const show = (text: string) =>
      measureShown(chinese, [{ text, sources: ['home'] }], () => 'user: 我现在住在北京。');
    expect(show('用户住在北京')).toMatchObject({ answerShown: 1, evidenceShown: 1 });
    expect(show('用户住在上海')).toMatchObject({ answerShown: 0, evidenceShown: 0 });
  });

  it('leaves out what the question does not decide', () => {
    const same = { ...question, superseded: { turns: ['new'] }, sides: undefined, support: [] };
    const { evidenceShown, supersededShown, contradictionShown } = measureShown(
      same,
      verbatim('new'),
      readTurn,
    );
    expect([evidenceShown, supersededShown, contradictionShown]).toEqual([undefined, undefined, undefined]);
  });
});

test.each([
  ['Until 3 May: York.', ''],
  ['- Superseded: York', ''],
  ['Leeds (formerly York)', 'Leeds '],
  ['Until now I live in York', 'Until now I live in York'],
  ['We stay until 3 May', 'We stay until 3 May'],
])('removePast(%j)', (text, rest) => {
  expect(removePast(text)).toBe(rest);
});

test.each([
  ['我在Nordwind公司上班', 'Nordwind', true],
  ['会议2031年开始', '2031', true],
  ['ผมอยู่กรุงเทพ', 'กรุงเทพ', true],
  ['New Yorkers', 'York', false],
])('holdsValue(%j, %j)', (text, value, held) => {
  expect(holdsValue(text, value)).toBe(held);
});

describe('the contents of memory', () => {
  it('finds forgotten values anywhere', () => {
    const forgotten = { turns: [], values: ['badger-2'] };
    expect(forgottenGone(forgotten, [{ text: 'the password is badger-2' }])).toBe(0);
    expect(forgottenGone(forgotten, [{ text: 'the password is otter' }])).toBe(1);
    expect(forgottenGone({ turns: [] }, [])).toBeUndefined();
  });

  it('counts entries that nobody said', () => {
    const texts = [
      { text: 'The user wants to add a login page.', sources: ['plan'] },
      { text: 'The user owns a yacht in Monaco.', sources: ['plan'] },
      { text: 'The dashboard answers quickly.' },
    ];
    expect(neverSaid(texts, readTurn)).toBeCloseTo(2 / 3);
    expect(neverSaid([], readTurn)).toBeUndefined();
  });
});
