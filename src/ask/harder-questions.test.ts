/**
 * Questions whose evidence needs a second sentence, a comparison of lines, or a heading.
 *
 * @module
 */
import { expect, test } from 'vitest';
import { readMarkdown } from '../documents/read-markdown.ts';
import { readPlain } from '../documents/read-plain.ts';
import { readTable } from '../documents/read-table.ts';
import { hashingEmbedder } from '../embed/hashing.ts';
import { createEvidenceEngine } from './evidence-engine.ts';
import { readDuration } from './extreme-lines.ts';
import { embedTexts } from './measure-similarity.ts';

const info = (path: string) => ({ id: path, path });
const log = readPlain(
  [
    '2026-03-01 08:10 pause 25 min: cleaned the nozzle',
    '2026-03-02 09:40 pause 1 h 05 min: hose split, Marit fetched one',
    '2026-03-02 11:00 print: 30 posters',
    '2026-03-04 10:15 pause 40 min: waited for ink',
    '2026-03-05 10:15 pause 55 s: door open',
  ].join('\n'),
  info('plotter log.txt'),
);
const people = readTable(
  'name,role,phone\nMarit Solheim,courier,555 0199\nOve Lind,printer,555 0121\n',
  info('people.csv'),
);
const changes = readMarkdown(
  '# Changes\n\n## 2.4.0 – 2026-02-11\n\n### Added\n\n- Queue: posters can wait for paper.\n\n## 2.3.0 – 2025-12-02\n\n### Fixed\n\n- Ink level of the yellow tank.\n',
  info('changes.md'),
);
const manual = readPlain(
  '----------------\n6. FAULT CODES\n----------------\nF02   paper jam        open the tray\nF07   ink low          fill the tank\n',
  info('manual.txt'),
);
const engine = createEvidenceEngine([log, people, changes, manual]);

test.each([
  ['What was the longest pause in the plotter log?', '1 h 05 min'],
  ['What is the phone number of the woman who fetched the hose?', '555 0199'],
  ['When was the queue added?', '2026-02-11'],
  ['What does fault code F07 mean?', 'ink low'],
])('shows the answer to "%s" first', (question, answer) => {
  expect(engine.answer(question).sentences[0]?.text).toContain(answer);
});

test.each([
  ['STOP 3 h 10 min', 11_400],
  ['from 2 min to 45 seconds', 120],
  ['1,5 Stunden', 5400],
  ['30 posters', undefined],
])('reads the longest duration of "%s"', (text, seconds) => {
  expect(readDuration(text)).toBe(seconds);
});

test('leaves out sentences on demand, as if the files did not contain them', () => {
  const question = 'What does fault code F07 mean?';
  const { sentences } = engine.explain(question, 3, { omit: ({ text }) => text.includes('ink low') });
  expect(sentences.map(({ text }) => text).join('\n')).not.toContain('ink low');
});

test('finds a sentence without a common word if an embedder finds it similar', async () => {
  const texts = engine.listTexts();
  const at = texts.findIndex((text) => text.includes('yellow tank'));
  const similarity = Float32Array.from(texts, (_, place) => (place === at ? 6 : 0));
  const { sentences } = engine.answer('Sunflower gauge?', 3, { similarity });
  expect(sentences[0]?.text).toContain('yellow tank');
  expect(engine.answer('Sunflower gauge?').sentences).toEqual([]);
});

test('similarity counts deviations from the mean', async () => {
  const measure = await embedTexts(['red hull', 'green sail', 'blue mast'], hashingEmbedder());
  const values = await measure('red hull');
  expect(values[0]).toBeGreaterThan(1);
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 4);
});
