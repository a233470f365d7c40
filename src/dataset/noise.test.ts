/**
 * Tests that noise keeps the answers correct.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../shared/random.ts';
import { addNoise, type NoiseOptions } from './noise.ts';
import { alterFact } from './noise-facts.ts';
import type { DocumentStream } from './stream-builder.ts';

/** Ten documents, three of them evidence; two hold the answer, the others a year or nothing to change. */
const stream: DocumentStream = {
  id: 's',
  dataset: 'toy',
  questions: [
    {
      id: 'q',
      text: 'Where was Ada born?',
      answers: ['London', 'the City of London'],
      support: ['d1', 'd4', 'd7'],
    },
  ],
  documents: Array.from({ length: 10 }, (_, place) => ({
    id: `d${place}`,
    title: `Title ${place}`,
    text:
      place === 4 || place === 6
        ? `Ada, number ${place}, was born in London (the city of London).`
        : place === 2
          ? 'Nothing to change here.'
          : `Founded in 18${place}5, it has 9${place} members.`,
  })),
};

const share = fc.double({ min: 0, max: 1, noNaN: true });
const options = fc.record({
  duplicates: share,
  contradictions: share,
  superseded: share,
  seed: fc.integer(),
  decoys: fc.constant(['Paris', 'Berlin', '1912', 'a small town', 'yes']),
});

describe('addNoise', () => {
  it('keeps the stream, its order, its questions and its evidence, and repeats itself for a seed', () => {
    fc.assert(
      fc.property(options, (chosen: NoiseOptions) => {
        const { documents, inserted, questions } = addNoise(stream, chosen);
        const places = new Set(inserted.map(({ place }) => place));
        expect(documents.filter((_, place) => !places.has(place))).toEqual(stream.documents);
        expect(questions).toBe(stream.questions);
        expect(addNoise(stream, chosen)).toEqual({ ...stream, documents, inserted });
        expect(inserted.filter(({ kind }) => kind === 'duplicate')).toHaveLength(
          Math.round(10 * chosen.duplicates!),
        );
      }),
    );
  });

  it('keeps the answer correct: of what is inserted, only repeats of the evidence hold it', () => {
    fc.assert(
      fc.property(options, (chosen: NoiseOptions) => {
        const { documents, inserted } = addNoise(stream, chosen);
        for (const { kind, place, of } of inserted) {
          const added = documents[place]!;
          const trueAt = documents.findIndex(
            (document) => stream.documents.includes(document) && document.id === of,
          );
          expect(added.title).toBe(documents[trueAt]!.title);
          expect(added.text).not.toBe(documents[trueAt]!.text);
          if (kind === 'duplicate') {
            expect(added.id).toBe(of);
            expect(added.text.endsWith(documents[trueAt]!.text)).toBe(true);
            expect(place).toBeGreaterThan(trueAt);
          } else {
            expect(stream.documents.map(({ id }) => id)).not.toContain(added.id);
            expect(added.text).not.toMatch(/london/i);
            expect(added.text).toMatch(/found to be false\. |since replaced by a corrected one\. /);
            if (kind === 'superseded') expect(place).toBeLessThan(trueAt);
          }
        }
      }),
    );
  });

  it('disturbs the evidence first', () => {
    const { inserted } = addNoise(stream, { contradictions: 0.3, decoys: ['Paris'] });
    expect(inserted.map(({ of }) => of).sort()).toEqual(['d1', 'd4', 'd7']);
  });

  it('names a share out of range', () => {
    expect(() => addNoise(stream, { superseded: 1.5 })).toThrow(
      '"superseded" is 1.5. Give a number from 0 to 1',
    );
  });
});

describe('alterFact', () => {
  const alter = (text: string, answers: readonly string[], decoys: readonly string[] = []) =>
    alterFact(text, { answers, decoys, random: createRandom(1) });

  it('replaces an answer by one of its shape, or numbers if there is no answer', () => {
    expect(alter('Born in Paris, France.', ['Paris'], ['1912', 'Rome'])).toBe('Born in Rome, France.');
    expect(alter('It opened in 1912.', ['1912'], ['Rome', '1844'])).toBe('It opened in 1844.');
    expect(alter('It opened in 1912.', ['yes'])).toMatch(/^It opened in 19\d\d\.$/);
    expect(alter('It opened in 1912.', ['yes'])).not.toContain('1912');
  });

  it('gives up if nothing can be changed, or if the answer would remain', () => {
    expect(alter('Nothing to see.', ['Paris'], ['Rome'])).toBeUndefined();
    expect(alter('Born in Paris.', ['Paris'], [])).toBeUndefined();
    expect(alter('Born in Paris.', ['Paris'], ['Greater Paris'])).toBeUndefined();
  });
});
