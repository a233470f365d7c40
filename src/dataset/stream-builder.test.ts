/**
 * Tests how streams are built.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDocument } from './create-document.ts';
import type { QuestionRecord } from './question-record.ts';
import { buildStreams } from './stream-builder.ts';

/** Records of five paragraphs, two of them gold; neighbours share one. */
function records(count: number): readonly QuestionRecord[] {
  return Array.from({ length: count }, (_, question) => ({
    id: `q${question}`,
    dataset: 'toy',
    question: `Question ${question}?`,
    answers: [`answer ${question}`],
    documents: [0, 1, 2, 3, 4].map((place) => ({
      document: createDocument('toy', `Title ${question * 4 + place}`, 'Text.'),
      supporting: place < 2,
    })),
  }));
}

const extraPassages = Array.from({ length: 9 }, (_, i) => createDocument('toy', `Extra ${i}`, 'Text.'));

describe('buildStreams', () => {
  const options = fc.record({
    documents: fc.integer({ min: 12, max: 49 }),
    questions: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant({ min: 2, max: 5 })),
    seed: fc.integer(),
    shuffleSeed: fc.constantFrom<('per-stream' | 'official')[]>('per-stream', 'official'),
    extraPassages: fc.constantFrom([], extraPassages),
  });

  it('holds all evidence, exactly the count, and nothing twice', () => {
    fc.assert(
      fc.property(options, (chosen) => {
        const data = records(12);
        const streams = buildStreams(data, chosen);
        expect(streams.length).toBeGreaterThan(1);
        for (const { questions, documents } of streams) {
          const ids = documents.map(({ id }) => id);
          expect(ids).toHaveLength(chosen.documents);
          expect(new Set(ids).size).toBe(chosen.documents);
          expect(questions.every(({ support }) => support.length === 2)).toBe(true);
          expect(ids).toEqual(expect.arrayContaining(questions.flatMap(({ support }) => support)));
        }
      }),
    );
  });

  it('gives the same bytes for the same arguments; the limit only cuts', () => {
    fc.assert(
      fc.property(options, (chosen) => {
        const streams = buildStreams(records(12), chosen);
        expect(JSON.stringify(buildStreams(records(12), chosen))).toBe(JSON.stringify(streams));
        expect(buildStreams(records(12), { ...chosen, limit: 2 })).toEqual(streams.slice(0, 2));
      }),
      { numRuns: 30 },
    );
  });

  it('keeps all own documents where there is room, and asks questions in file order', () => {
    const data = records(9);
    const streams = buildStreams(data, { documents: 20, questions: 'official', seed: 4 });
    expect(streams.flatMap(({ questions }) => questions.map(({ id }) => id))).toEqual(
      data.map(({ id }) => id),
    );
    const [first] = buildStreams(data, { documents: 20, questions: 2 });
    expect(first!.id).toBe('q0+1');
    const own = data.slice(0, 2).flatMap(({ documents }) => documents.map(({ document }) => document.id));
    expect(first!.documents.map(({ id }) => id)).toEqual(expect.arrayContaining(own));
  });

  it('depends on the seed, and mixes evidence over the whole stream', () => {
    const [one] = buildStreams(records(12), { documents: 40, seed: 1 });
    const [other] = buildStreams(records(12), { documents: 40, seed: 2 });
    expect(one!.documents).not.toEqual(other!.documents);
    const places = Array.from({ length: 200 }, (_, seed) => {
      const [stream] = buildStreams(records(12), { documents: 40, seed, limit: 1 });
      return stream!.documents.findIndex(({ id }) => id === stream!.questions[0]!.support[0]);
    });
    const mean = places.reduce((sum, place) => sum + place, 0) / places.length;
    expect(Math.abs(mean - 19.5)).toBeLessThan(3);
  });

  it('draws official question counts: half of the streams ask one question, the rest two to ten', () => {
    const streams = buildStreams(records(3000), { documents: 60, questions: 'official' });
    const sizes = streams.map(({ questions }) => questions.length);
    const share = sizes.filter((size) => size === 1).length / sizes.length;
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.55);
    expect(new Set(sizes).size).toBe(10);
    expect(Math.max(...sizes)).toBe(10);
  });

  it('puts the first question of every stream where the released script does', () => {
    const data = records(60).map((record, question) => ({
      ...record,
      documents: Array.from({ length: 10 }, (_, place) => ({
        document: createDocument('toy', `Title ${question * 10 + place}`, 'Text.'),
        supporting: place < 2,
      })),
    }));
    for (const { questions, documents } of buildStreams(data, { shuffleSeed: 'official', limit: 2 })) {
      const titles = data
        .find(({ id }) => id === questions[0]!.id)!
        .documents.map((own) => own.document.title);
      const places = documents.flatMap(({ title }, place) => (titles.includes(title) ? [place] : []));
      expect(places).toEqual([6, 9, 16, 80, 87, 95, 108, 153, 176, 190]);
    }
  });

  it.each([
    [{ documents: 60 }, /60 documents a stream were asked for, and the data has 49/],
    [{ documents: 20, limit: 13 }, /13 streams were asked for, and 12 questions fill only 12/],
    [{ documents: 20, questions: 5, limit: 3 }, /fill only 2/],
    [{ documents: 3, questions: 2 }, /q0\+1 needs 4 for its evidence/],
    [{ documents: 0 }, /documents is 0/],
    [{ documents: 20, questions: 11 }, /questions in a stream is 11/],
    [{ documents: 20, questions: { min: 3, max: 2 } }, /3 to 2/],
  ])('refuses %j in one line', (chosen, message) => {
    expect(() => buildStreams(records(12), chosen)).toThrow(message);
  });
});
