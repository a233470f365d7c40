/**
 * Questions in the forms that people use, each with a misleading neighbour.
 *
 * @module
 */
import { expect, test } from 'vitest';
import type { FileDocument } from '../documents/file-document.ts';
import { readCode } from '../documents/read-lines.ts';
import { readPlain } from '../documents/read-plain.ts';
import { readTable } from '../documents/read-table.ts';
import { createEvidenceEngine } from './evidence-engine.ts';

const info = (path: string) => ({ id: path, path });
const boats = readTable(
  'id,boat,harbour,catch_tonnes,skipper,visited\nB-201,Osprey,Mallaig,12.5,Ines Moro,2026-02-01\nB-202,Tern,Oban,3.1,Karl Voss,2026-03-04\nB-203,Gannet,Oban,8.7,Ines Moro,2026-01-20\n',
  info('boats.csv'),
);
const letter = readPlain(
  'Dear Karl,\n\nThe surgeon operated on the pilot when the storm had passed. Ruth Aldous was the surgeon.\n\nYours,\nKarl Voss\n',
  info('letter.txt'),
);
const rates = [2023, 2026].map((year) =>
  readPlain(
    `Mooring rates, 1 May ${year}\n\nOld Quay berth: ${year - 1990} euros\n`,
    info(`rates-${year}.txt`),
  ),
);
const chinese = readPlain('船坞的老板是林海。Boris来自Riga，他修理发动机。\n', info('ship.txt'));
const german = readPlain('Frau Kern zahlt die Mieten für den Schuppen.\n', info('schuppen.txt'));
const header = readCode(
  '/* Longest wait for a sensor, in seconds. */\n#define SENSOR_WAIT 75\n',
  info('wait.c'),
);
const documents: readonly FileDocument[] = [boats, letter, ...rates, chinese, german, header];
const engine = createEvidenceEngine(documents);

test.each([
  ['Which boat had the largest catch?', 'Osprey'],
  ['Which boat had the smallest catch?', 'Tern'],
  ['How much does the Old Quay berth cost now?', '36 euros'],
  ['Boris来自哪里？', 'Riga'],
  ['Wer zahlt die Miete für den Schuppen?', 'Frau Kern'],
])('answers "%s" with %s', (question, answer) => {
  expect(engine.answer(question).answer).toBe(answer);
});

test.each([
  ['Ada signed.', 'Who signed?', 'Ada'],
  [
    'Tom Reed serviced it on 3 March. The boiler was serviced by Tom Reed. The bill came late.',
    'Who serviced the boiler?',
    'Tom Reed',
  ],
])('reads the name in "%s"', (text, question, name) => {
  const one = createEvidenceEngine([readPlain(`${text}\n`, info('note.txt'))]);
  expect(one.explain(question).candidate?.text).toBe(name);
});

const lines = (text: string) => createEvidenceEngine([readPlain(`${text}\n`, info('note.txt'))]);

test.each([
  ['Mechanic: Dave at Lowfield Garage', 'Who is the mechanic?', 'Dave'],
  ['Mechanic: Dave at Lowfield Garage', 'Where is the mechanic?', 'Lowfield Garage'],
  ['Vet: Mrs Okafor (Tuesdays)', 'Who is the vet?', 'Mrs Okafor'],
  ['Electrician: Lowfield Electrics', 'Who is the electrician?', 'Lowfield Electrics'],
  ['The choir sings in room 14. The scouts meet in room 3.', 'In which room does the choir sing?', 'room 14'],
  ['ssh\n\nPort 2222\nMaxAuthTries 4', 'Which port does ssh use?', 'Port 2222'],
  [
    'Keeps five days in the fridge, three weeks in a sealed jar.',
    'How long does it keep in a sealed jar?',
    'three weeks',
  ],
  ['We pay 610 euros a day from January, not 640.', 'What do we pay a day from January?', '610 euros'],
  [
    'Open from 8:30 to 18:00 on weekdays. The kitchen closes for lunch between 12:45 and 14:00.',
    'When does the kitchen close for lunch?',
    '12:45',
  ],
])('reads the answer in "%s"', (text, question, answer) => {
  expect(lines(text).explain(question).candidate?.text).toBe(answer);
});

test.each([
  [
    'object_no,title,donor\n1987.15,Globe,Ann Lomax\n1987.16,Telescope,Ann Lomax\n',
    'How many objects came from Ann Lomax?',
  ],
  ['article,price_gbp,note\nBook,5.20,new\nPoster,8.50,\n', 'How many articles are new?'],
])('takes no number of another column for a count: %s', (text, question) => {
  const one = createEvidenceEngine([readTable(text, info('catalogue.csv'))]);
  expect(one.explain(question).candidate?.text ?? '').not.toMatch(/\d/);
});

test('prefers the newer version of a document for a question about the present', () => {
  const old = readPlain('House rules\n\nQuiet hours are from 22:00 to 07:00.\n', info('rules-2021.txt'));
  const current = readPlain(
    'House rules\n\n1.1 The quiet hours of the house are from 21:30 to 07:00.\n',
    info('rules-2024 (valid).txt'),
  );
  const both = createEvidenceEngine([old, current]);
  expect(both.answer('From what time are quiet hours?').sentences[0]?.path).toBe('rules-2024 (valid).txt');
  expect(both.answer('From what time were quiet hours in 2021?').sentences[0]?.path).toBe('rules-2021.txt');
});

test.each([
  'What is the fee now?',
  'What is the latest fee?',
  'What is the current fee?',
  'What is the fee at present?',
])('takes no word for the present as missing in "%s"', (question) => {
  const notes = [
    readPlain('The fee is 40 euros a month.\n', info('2024-03-01.txt')),
    readPlain('The board raises the fee to 55 euros a month from April.\n', info('2025-02-01.txt')),
  ];
  expect(createEvidenceEngine(notes).answer(question).confidence).toBe(
    createEvidenceEngine(notes).answer('What is the fee?').confidence,
  );
});

test.each([
  ['Who operated on the pilot when the storm had passed?', 'Ruth Aldous'],
  ['What is the SENSOR_WAIT?', '75'],
  ['Where is the Tern?', 'Oban'],
])('shows the answer to "%s"', (question, answer) => {
  const { sentences } = engine.answer(question);
  expect(sentences.map(({ text }) => text).join('\n')).toContain(answer);
});

test.each([
  'How many sailors does Ines Moro employ?',
  'When was the Old Quay built?',
  'How much does the engine cost?',
  'Who is the accountant of the harbour?',
])('states no answer to "%s"', (question) => {
  expect(engine.answer(question).answer).toBeNull();
});
