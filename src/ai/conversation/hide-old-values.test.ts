/**
 * Tests which replaced values a question hides.
 *
 * @module
 */
import { describe, expect, it, test } from 'vitest';
import { createMemory } from '../../memory/create-memory.ts';
import { rememberTurn } from '../remember-turn.ts';
import { conversationPolicy } from './conversation-policy.ts';
import { hideOldValues } from './hide-old-values.ts';

/** Remembers each statement on another day and returns what a question shows. */
async function ask(question: string, statements: readonly string[]): Promise<string> {
  let now = Date.UTC(2026, 2, 1);
  const memory = createMemory({ clock: () => now });
  const policy = conversationPolicy();
  for (const [index, text] of statements.entries()) {
    now += 86_400_000;
    const turn = { key: '', text, before: '', place: 0, number: index + 1 };
    const entries = () => memory.entries();
    await rememberTurn({ memory, policy, turn, reply: 'I see.', speaker: 'user', now, shown: [], entries });
  }
  return hideOldValues(question, await memory.entries())
    .map(({ text }) => text)
    .join('\n');
}

describe('a statement that names a former state shows only the present one', () => {
  const joined = ['Priya works for Larkfield.', 'Priya joined Osterby and no longer works for Larkfield.'];

  test('unless the question asks for the former one', async () => {
    expect(await ask('Where does Priya work?', joined)).not.toContain('no longer works for Larkfield');
    expect(await ask('Where does Priya work?', joined)).toContain('Osterby');
    expect(await ask('Where does Priya no longer work?', joined)).toContain('no longer works for Larkfield');
  });
});

test('a fact whose statement announced a change hides a value in other words', async () => {
  const shown = await ask('How much is my gym fee?', [
    'I pay 40 euros for the gym.',
    'My gym fee is 55 euros now.',
  ]);
  expect(shown).toContain('55 euros');
  expect(shown).not.toContain('40 euros');
});

describe('a later value of the same type and topic hides the earlier one', () => {
  test.each([
    [
      'When is the demo with Bea?',
      ['The demo with Bea is on 2 June, in the big hall.', 'For the demo with Bea we agreed on 9 June.'],
      '9 June',
      '2 June',
    ],
    [
      'How many cards are in my gallery?',
      [
        'I am building a gallery with 8 cards for my portfolio.',
        'My gallery has grown, there are 12 cards in it.',
      ],
      '12 cards',
      '8 cards',
    ],
    [
      'How do I reach Niamh?',
      ['You can get Niamh on 087 555 0134.', "Niamh lost her phone. She's on 087 555 0961 from now on."],
      '087 555 0961',
      '087 555 0134',
    ],
    [
      'Which room is my mother in?',
      ["Mum's in Rowan Court, room 12.", "They've put Mum in room 30 because of the garden."],
      'room 30',
      'room 12',
    ],
  ])('%s', async (question, statements, current, old) => {
    const shown = await ask(question, statements);
    expect(shown).toContain(current);
    expect(shown).not.toContain(old);
  });

  it('hides whole values only', async () => {
    const statements = ['My gallery has 5 cards, 15 icons and 5 menus.', 'My gallery has 8 cards now.'];
    const shown = await ask('How many cards are in my gallery?', statements);
    expect(shown).toContain('[changed later] cards');
    expect(shown).toContain('15 icons and 5 menus');
  });

  it('marks old values if the question is about the past', async () => {
    const statements = [
      'The demo with Bea is on 2 June, in the big hall.',
      'For the demo with Bea we agreed on 9 June.',
    ];
    expect(await ask('When was the demo with Bea before it changed?', statements)).toMatch(
      /before: 2 June|Until .*2 June/,
    );
  });
});

describe('a later statement hides what it ends, drops or spells differently', () => {
  test.each([
    [
      'Am I on a diet?',
      ["I'm doing keto at the moment.", 'Stopped keto, it made me miserable.'],
      'Stopped keto',
      'doing keto',
    ],
    [
      'What theme do the decorations need?',
      [
        'Grandad is mad on Elvis so that is the theme.',
        'Not Elvis, sorry, it is Johnny Cash we are going with.',
      ],
      'Johnny Cash',
      'mad on Elvis',
    ],
    [
      'Does Dad keep hens?',
      ["Dad's still at home in Ludlow with the hens.", 'Dad gave the hens to the neighbours.'],
      'gave the hens',
      'with the hens',
    ],
    [
      "What is the cat's name?",
      ["Milo's already up the curtains.", "I've been spelling it wrong, it's Mylo, with a y."],
      'Mylo',
      'Milo',
    ],
  ])('%s', async (question, statements, current, old) => {
    const shown = await ask(question, statements);
    expect(shown).toContain(current);
    expect(shown).not.toContain(old);
  });
});

describe('but not', () => {
  test.each([
    [
      'of another person',
      'How do I reach Orla?',
      ['You can get Niamh on 087 555 0134.', "Orla's new mobile is 07700 900778."],
      '087 555 0134',
    ],
    [
      'of another team',
      'How many people are in the payments team?',
      ['The payments team has 14 people.', 'The support team grew to 20 people.'],
      '14 people',
    ],
    [
      'of another ordinal',
      'What is the deadline of the first sprint?',
      ['The first sprint has its deadline on 5 April.', 'Sprint 2 has its deadline on 20 April.'],
      '5 April',
    ],
    [
      'that a later statement only repeats',
      'When is the demo with Bea?',
      [
        'The demo with Bea is on 2 June, in the big hall.',
        'For the demo with Bea we agreed on 9 June.',
        'I told Carl that the demo with Bea was on 2 June.',
      ],
      '9 June',
    ],
    [
      'if the question adds up',
      'How many miles did I run in total?',
      ['I ran 4 miles on the beach.', 'I ran 7 miles on the beach.'],
      '4 miles',
    ],
  ])('%s', async (_, question, statements, kept) => {
    expect(await ask(question, statements)).toContain(kept);
  });
});
