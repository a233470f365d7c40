/**
 * Tests requests to forget: what they delete, and what they leave.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import { createMemory } from '../../memory/create-memory.ts';
import { NO_USAGE } from '../../policy/policy.ts';
import { conversationPolicy } from './conversation-policy.ts';
import { readForgetRequest } from './forget-request.ts';

/** What the user says, and a value to look for afterwards. */
type Case = readonly [turns: readonly string[], value: string];

const GONE: readonly Case[] = [
  [['I live in Vilnius.', 'I earn my living as a senior tailor.', 'Please forget my home town.'], 'Vilnius'],
  [['I earn my living as a senior tailor.', 'Please forget my job title.'], 'tailor'],
  [['My blood type is O negative.', 'Could you please forget my blood type?'], 'negative'],
  [
    ["I'm O negative, by the way, in case I ever need a transfusion.", 'Please forget my blood group.'],
    'negative',
  ],
  [['You can reach me on 07911 123 456 after six.', "I'd rather you didn't keep my phone number."], '07911'],
  [['I take home 3,400 a month after tax.', 'Forget what I told you about my salary, please.'], '3,400'],
  [
    [
      'My sister Nora owes four thousand on her credit cards.',
      "Please don't remember my sister's money troubles.",
    ],
    'four thousand',
  ],
  [['I was diagnosed with ADHD last spring.', 'Can you delete my diagnosis from your memory?'], 'ADHD'],
  [["I'm allergic to penicillin.", 'Actually forget my allergy.'], 'penicillin'],
  [['My PIN is 4471', 'My PIN got out, so please wipe it from your notes.'], '4471'],
  [['The alarm code at the shop is 9921.', "You shouldn't store the alarm code, remove it please."], '9921'],
  [['Ich wohne in der Lindenstraße 4 in Köln.', 'Vergiss bitte meine Adresse.'], 'Lindenstraße'],
  [['Ma date de naissance est le 4 mai 1988.', "Oublie ma date de naissance, s'il te plaît."], '1988'],
  [['Mi número de teléfono es 612 345 678.', 'Por favor olvida mi número de teléfono.'], '612'],
  [['I weigh 92 kilos at the moment.', 'please drop my weight from your memory'], '92'],
  [['I voted Green in the last election.', "Let's not keep how I voted."], 'Green'],
  [['My ex is called Marcus and he lives in Hull.', 'Erase everything about Marcus.'], 'Marcus'],
  [["I'm seeing someone new, her name's Petra.", 'Forget I said anything about Petra.'], 'Petra'],
  [
    ['I had a miscarriage in March.', "Can you forget about the miscarriage? I don't want it on file."],
    'miscarriage',
  ],
  [['My credit card ends in 8821.', 'I need you to forget my card number.'], '8821'],
  [['I turn 41 in June.', 'forget how old I am'], '41'],
  [
    [
      'My address is 14 Larch Close.',
      'My phone number is 0161 496 0101.',
      'Please forget my address and my phone number.',
    ],
    '14 Larch',
  ],
  [
    [
      'My address is 14 Larch Close.',
      'My phone number is 0161 496 0101.',
      'Please forget my address and my phone number.',
    ],
    '0161',
  ],
  [
    [
      'Tom at work is thinking of quitting.',
      'That was told to me in confidence. Forget what I said about Tom, would you.',
    ],
    'Tom',
  ],
  [
    [
      "I got my results back, it's early stage lymphoma.",
      'Please get rid of what I told you about my results.',
    ],
    'lymphoma',
  ],
  [['My passport number is X8812345.', 'Strike my passport number from the record.'], 'X8812345'],
  [['My wedding anniversary is 9 May.', "I don't want you to remember our anniversary any more."], '9 May'],
  [['I used to smoke twenty a day.', 'Forget that I ever smoked.'], 'smoke'],
  [['We are thinking of naming the baby Otis.', "It's a secret, so please forget the baby name."], 'Otis'],
  [
    [
      'My mother-in-law is staying with us until Easter.',
      'Please unremember that my mother-in-law is staying.',
    ],
    'Easter',
  ],
  [['I owe my brother 600 quid.', "You don't need to remember the 600 I owe my brother."], '600'],
  [['My email is jo.k@example.org', 'take my email out of your memory'], 'example.org'],
  [['I live at 8 Quay Street, Cardiff', "I'm moving anyway. Would you mind forgetting my address?"], 'Quay'],
];
const KEPT: readonly Case[] = [
  [['I live in Rome.', 'I work at Initech.', 'Forget about my company car.'], 'Initech'],
  [['I live in Rome.', 'My sister lives in Oslo.', "Forget my sister's address."], 'Rome'],
  [['I live in Rome.', 'Delete the old files from the server.'], 'Rome'],
  [['I am allergic to nuts.', 'My blood type is AB positive.', 'Forget my blood type.'], 'nuts'],
  [['I live in Rome.', "Don't let me forget my keys."], 'Rome'],
  [['My dog is called Rex.', 'I always forget my PIN.'], 'Rex'],
  [['I work as a nurse.', 'I moved to Leeds, please forget my phone number.'], 'nurse'],
  [['I live in Rome.', 'Can you remove duplicates from this list?'], 'Rome'],
  [['My flight is on 3 May.', 'I must not forget my flight.'], '3 May'],
  [['My job is at the mill.', 'Forget the job interview, it is cancelled.'], 'mill'],
  [['I got a job at the mill.', "You don't need to remember the milk."], 'mill'],
];

/** Returns the texts that memory holds after the turns. */
async function remember(turns: readonly string[]): Promise<readonly string[]> {
  const memory = createMemory();
  const policy = conversationPolicy();
  for (const [index, text] of turns.entries()) {
    const document = { id: `turn-${index}`, title: 'Conversation on 2026-11-28', text: `user: ${text}` };
    const { operations, usage } = await policy.act(
      {
        ...{ stage: 'memorise', questions: [], turn: 0, readsUsed: 0, readsLeft: 0 },
        chunk: { index, count: index + 1, text: document.text, documents: [document] },
      },
      {
        ...{ view: await memory.observe(), step: index },
        read: (query, limits) => memory.read(query, limits),
        readAll: () => memory.entries(),
      },
    );
    expect(usage).toBe(NO_USAGE);
    await memory.apply(operations, { actor: 'user' });
  }
  return (await memory.entries()).map(({ text }) => text);
}

describe('requests to forget', () => {
  it.each(GONE)('deletes what %j asks for: %s', async (turns, value) => {
    expect((await remember(turns)).filter((text) => text.includes(value))).toEqual([]);
  });

  it.each(KEPT)('keeps what %j does not mean: %s', async (turns, value) => {
    expect((await remember(turns)).some((text) => text.includes(value))).toBe(true);
  });

  it.each([
    'Forget it.',
    'forget to breathe lol',
    "I can't forget my first day at school.",
    'You should never forget my birthday.',
    'Could you remove the first paragraph?',
    'Please drop the last column.',
    'Clear the cache.',
    'Take my word for it.',
    'I told him to forget about me.',
    'Delete everything in the folder.',
    'Remove all duplicates.',
  ])('reads no request in %j', (sentence) => {
    expect(readForgetRequest(sentence)).toBeUndefined();
  });
});
