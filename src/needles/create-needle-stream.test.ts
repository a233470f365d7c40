/**
 * Tests streams of needles.
 *
 * @module
 */
import { expect, it } from 'vitest';
import { createNeedleStream, NEEDLE_KINDS } from './create-needle-stream.ts';

const FILLER = Array.from({ length: 40 }, (_, place) =>
  `The ${place}th hill is green. Sheep live there. It rains. `.repeat(4),
);

it('hides every needle once, in the passages that the questions name', () => {
  const stream = createNeedleStream({ seed: 1, tokens: 40_000, filler: FILLER });
  const passages = [...stream.turns()];
  const length = passages.reduce((sum, { text }) => sum + text.length, 0);
  expect(length / 4).toBeGreaterThan(36_000);
  expect(length / 4).toBeLessThan(48_000);
  expect(new Set(stream.questions.map(({ type }) => type))).toEqual(new Set(NEEDLE_KINDS));
  const all = passages.map(({ text }) => text).join('\n');
  for (const { text, answers, support } of stream.questions) {
    const hidden = passages.filter(({ id }) => support.includes(id)).map((passage) => passage.text);
    expect(hidden).toHaveLength(support.length);
    for (const answer of answers) expect(hidden.some((passage) => passage.includes(answer))).toBe(true);
    // In a chain, a name occurs in two links. A number occurs once.
    for (const answer of answers.filter((each) => /^\d+$/.test(each)))
      expect(all.split(answer)).toHaveLength(2);
    expect(text).toMatch(/\?$/);
  }
});

it('makes passages while they are read, so that length costs nothing', () => {
  const stream = createNeedleStream({ seed: 1, tokens: 10_000_000, filler: FILLER });
  const turns = stream.turns();
  expect(turns.next().value).toMatchObject({ id: `${stream.id}/0`, title: 'Passage 1' });
  expect(createNeedleStream({ seed: 1, tokens: 10_000_000, filler: FILLER }).questions).toEqual(
    stream.questions,
  );
});

it('names what is too short', () => {
  expect(() => createNeedleStream({ seed: 1, tokens: 1000, filler: FILLER })).toThrow('100 passages');
  expect(() => createNeedleStream({ seed: 1, tokens: 1000, filler: [] })).toThrow('make 0 passages');
});
