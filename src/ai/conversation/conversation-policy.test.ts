/**
 * `conversationPolicy`: families of statements, properties, the dialogue task, and the model path.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { scriptedModel } from '../../../test/ai/scripted-model.ts';
import { runEpisode } from '../../agent/run-episode.ts';
import { createMemory } from '../../memory/create-memory.ts';
import type { Memory } from '../../memory/memory.ts';
import { createDialogue } from '../../task/dialogue/dialogue.ts';
import { BETTER_STREAM_RULES } from '../../task/stream-rules.ts';
import { recallEntries } from '../recall-entries.ts';
import { rememberTurn } from '../remember-turn.ts';
import { type ConversationPolicyOptions, conversationPolicy } from './conversation-policy.ts';

/** Saturday. */
const NOW = Date.UTC(2026, 10, 28);

type Turn = string | readonly [before: string, said: string];

async function talk(turns: readonly Turn[], options: ConversationPolicyOptions = {}): Promise<Memory> {
  let now = NOW;
  const memory = createMemory({ clock: () => now });
  const policy = conversationPolicy(options);
  for (const [index, turn] of turns.entries()) {
    const [before, text] = typeof turn === 'string' ? ['', turn] : turn;
    now += 1000;
    await rememberTurn({
      memory,
      policy,
      turn: { key: '', text, before, place: 0, number: index + 1 },
      reply: 'I see. I live in a data centre.',
      speaker: 'user',
      now,
      shown: [],
      entries: () => memory.entries(),
    });
  }
  return memory;
}

async function remembered(...turns: readonly Turn[]): Promise<readonly string[]> {
  return (await (await talk(turns)).entries()).map(({ text }) => text);
}

describe('a later statement replaces an earlier one', () => {
  test.each<readonly [readonly string[], string]>([
    [['I live in Lisbon.', 'we moved to Porto last month'], 'The user lives in Porto.'],
    [['i work at Acme', 'Joined Initech on Monday!'], 'The user works at Initech.'],
    [
      ['my wifi password is otter-1', 'I changed my wifi password to badger-2'],
      "The user's wifi password is badger-2.",
    ],
    [['My favourite colour is teal', 'my favorite color is red now'], "The user's favorite color is red."],
    [['I hate olives', 'Actually I like olives now'], 'The user likes olives.'],
    [['I use Vim', 'I switched from Vim to Zed'], 'The user uses Zed.'],
    [['my locker code is 4711', 'sorry, I meant 4712'], "The user's locker code is 4712."],
    [['my manager is Tom', "My manager is no longer Tom, it's Sarah"], "The user's manager is called Sarah."],
    [['I cycle to work', 'since May I take the tram to work'], 'The user takes the tram to work.'],
    [['I have two kids', 'we have three kids now'], 'The user has three kids.'],
  ])('%j', async (turns, text) => {
    expect(await remembered(...turns)).toEqual([text]);
  });

  it('keeps the old version in the log, with who said it and when', async () => {
    const memory = await talk(['I live in Lisbon.', 'I moved to Porto.']);
    expect((await memory.log()).map(({ kind, text, actor }) => [kind, text, actor])).toEqual([
      ['create', 'The user lives in Lisbon.', 'conversation'],
      ['update', 'The user lives in Porto.', 'conversation'],
    ]);
    const [entry] = await memory.entries();
    expect(entry!.meta).toMatchObject({
      speaker: 'user',
      attribute: 'home',
      value: 'Porto',
      said: '2026-11-28',
    });
  });

  it('keeps sentences in scripts without spaces', async () => {
    expect(await remembered('我对芒果过敏,店里的芒果饮品我从来不喝。')).toEqual([
      'User: 我对芒果过敏,店里的芒果饮品我从来不喝。',
    ]);
    expect(await remembered('祖母は松江に住んでいて、猫が二匹います。')).toHaveLength(1);
  });

  it('keeps the statement after "forget that"', async () => {
    const [kept] = await remembered(
      'The garage wants 310 pounds for the tyres.',
      'Forget that, the brother-in-law found two tyres, so it came to 185 pounds.',
    );
    expect(kept).toContain('185');
  });

  it('reads a request to forget after its reason', async () => {
    const turns = ['My PIN for the bike shed is 5521.', 'Somebody saw that, please forget my shed PIN.'];
    expect((await remembered(...turns)).join(' ')).not.toContain('5521');
  });

  it('writes the date beside relative days, and follows an appointment', async () => {
    expect(await remembered('my dentist appointment is on Friday at 3pm')).toEqual([
      "The user's dentist appointment is on Friday at 3pm (4 December 2026).",
    ]);
    expect(
      await remembered('my dentist appointment is on Friday', 'they moved my appointment to Monday'),
    ).toEqual(["The user's dentist appointment is Monday (30 November 2026)."]);
    expect(await remembered('my flight to Oslo is on 12 March', 'my flight got cancelled')).toEqual([]);
  });

  it('keeps people apart', async () => {
    expect(await remembered('I live in Rome', 'my sister Eva lives in Graz', 'she moved to Vienna')).toEqual([
      'The user lives in Rome.',
      "The user's sister is called Eva.",
      "The user's sister lives in Vienna.",
    ]);
  });

  it('completes short answers by the question', async () => {
    expect(await remembered(['Where do you live?', 'Porto'], ["What's your name?", 'Ada'])).toEqual([
      'The user lives in Porto.',
      'The user is called Ada.',
    ]);
  });
});

describe('what is deleted and what is never stored', () => {
  test.each<readonly [readonly string[], readonly string[]]>([
    [['I live in Lisbon', 'please forget where I live'], []],
    [['I earn 54,000 a year', 'forget that'], []],
    [['my sort code is 20-45-77', 'can you delete my sort code?'], []],
    [['I live in Rome', 'I have a dog', 'forget everything you know about me'], []],
    [['I smoke a pack a day', 'I quit smoking'], []],
    [['I work at Acme', 'I no longer work at Acme'], []],
    [['I live in Rome', 'delete the file and remove duplicates from this list'], ['The user lives in Rome.']],
    [['I live in Rome', "don't forget to breathe lol", 'forget it'], ['The user lives in Rome.']],
  ])('%j', async (turns, texts) => {
    expect(await remembered(...turns)).toEqual(texts);
  });

  test.each([
    'where do I live?',
    'what is my name',
    'Do I own a car',
    'write an email to my boss about Friday',
    'if I lived in Rome, what would rent be',
    'lol ok thanks',
    'can you explain recursion?',
    'I need a regex for emails',
    '```\nmy password is hunter2\n```',
    '> I live in Rome',
  ])('%s', async (said) => {
    expect(await remembered(said)).toEqual([]);
  });
});

it('merges repeated statements and notes', async () => {
  const said = ['I live in Rome.', 'i live in rome', 'We visited my old school in Bath yesterday.'];
  expect(await remembered(...said, ...said)).toHaveLength(2);
});

it('deletes the weakest entries beyond the budget', async () => {
  const memory = await talk(
    ['We visited my old school in Bath.', 'I live in Rome.', 'I own a boat.', 'My name is Ada.'],
    { budget: { entries: 2 } },
  );
  expect((await memory.entries()).map(({ text }) => text)).toEqual([
    'The user has a boat.',
    'The user is called Ada.',
  ]);
  expect(() => conversationPolicy({ budget: { entries: 0 } })).toThrow('"budget.entries" is 0');
});

it('takes any text: no exception, every operation applies, one pass settles it', async () => {
  const piece = fc.constantFrom(
    ...'I my is not at no longer forget that Rome actually , . ? : \n " \' 7 moved to from Eva she meant live work'.split(
      ' ',
    ),
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 14 }).map((words) => words.join(' ')),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 4 }), async (turns) => {
      const memory = await talk(turns);
      for (const entry of await memory.entries()) expect(entry.text.length).toBeLessThan(1000);
    }),
    { numRuns: 120 },
  );
});

it('plays the dialogue task: two speakers, later facts win', async () => {
  const task = createDialogue({
    conversation: {
      id: 'c1',
      dataset: 'test',
      speakers: ['Ana', 'Ben'],
      sessions: [
        {
          id: 's1',
          dateTime: '1:56 pm on 8 May, 2023',
          turns: [
            { id: 'D1:1', speaker: 'Ana', text: 'I live in Madrid.' },
            { id: 'D1:2', speaker: 'Ben', text: 'I live in Bonn, near my sister Eva.' },
          ],
        },
        {
          id: 's2',
          dateTime: '9:00 am on 2 June, 2023',
          turns: [{ id: 'D2:1', speaker: 'Ana', text: 'I moved to Seville!' }],
        },
      ],
      questions: [
        {
          id: 'q1',
          text: 'Where does Ana live?',
          answers: ['Seville'],
          support: ['c1/D2:1'],
          answerable: true,
        },
      ],
    },
    tokenizer: { name: 'words', count: (text) => text.split(' ').length, encode: () => [], decode: () => '' },
    rules: BETTER_STREAM_RULES,
  });
  const memory = createMemory();
  const { end, steps } = await runEpisode({ task, policy: conversationPolicy(), memory });
  expect(steps.flatMap(({ effects }) => effects).filter(({ applied }) => !applied)).toEqual([]);
  expect(end.answers).toEqual(['Seville']);
});

describe('with a model', () => {
  it('makes one call a turn and applies its changes', async () => {
    const { model, prompts } = scriptedModel([
      '{"changes":[{"op":"create","id":null,"text":"The user moved to Porto."}]}',
      'Sure! {"changes":[{"op":"update","id":"m1","text":"The user moved to Rome."},{"op":"delete","id":"m77","text":null}]}',
    ]);
    const memory = await talk(['so, Porto it is, we packed our bags', 'scratch that: we moved to Rome'], {
      model,
    });
    expect((await memory.entries()).map(({ text }) => text)).toEqual(['The user moved to Rome.']);
    expect(prompts).toHaveLength(2);
    expect(prompts[1]).toContain('m1: The user moved to Porto.');
  });

  it('falls back to the rules when the model fails or writes nonsense', async () => {
    const { model } = scriptedModel(['I would rather chat.']);
    expect((await (await talk(['I live in Rome.'], { model })).entries()).map(({ text }) => text)).toEqual([
      'The user lives in Rome.',
    ]);
  });
});

describe('a chat in several languages', () => {
  it('keeps statements that the rules cannot read as facts, and recalls them', async () => {
    const memory = await talk([
      'Ich wohne in einer WG in Kassel, die Nummer dort ist 0561 55512.',
      'Mi perra se llama Lola y es más lista que yo.',
      '我住在上海，在一家书店工作。',
      'أسكن في القاهرة مع أخي الصغير.',
      'Je suis végétarienne depuis dix ans, garde ça en tête.',
      'I live in Porto now, just so you know.',
    ]);
    const texts = (await memory.entries()).map(({ text }) => text).join('\n');
    for (const kept of ['Kassel', 'Lola', 'végétarienne', 'Porto']) expect(texts).toContain(kept);
    const found = await recallEntries({ memory, query: 'Wo wohne ich?', entries: () => memory.entries() });
    expect(found.length).toBeGreaterThan(0);
  });
});
