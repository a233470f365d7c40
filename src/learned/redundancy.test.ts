/**
 * What a text adds to better-ranked ones.
 *
 * @module
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { profileText } from '../rules/profile.ts';
import { compareText } from './comparison.ts';
import { prepareQuestion } from './question.ts';
import { measureRedundancy } from './redundancy.ts';

const question = prepareQuestion('Where was the designer of the Merle Bridge born?', {
  documents: 0,
  stems: new Map(),
});

function measure(texts: readonly string[], order: readonly number[]) {
  const profiles = texts.map((text, id) => profileText(text, text, [`${id}`], 'document'));
  return measureRedundancy(
    order,
    profiles,
    profiles.map((profile) => compareText(question, profile)),
  );
}

it('finds nothing new in a copy, and something new in what completes it', () => {
  const [best, copy, other] = measure(['Merle Bridge', 'Merle Bridge', 'A designer'], [0, 1, 2]);
  expect(best!.fresh).toBeGreaterThan(0);
  expect(copy).toEqual({ fresh: 0, titleOverlap: 1, dominated: 1 });
  expect(other!.fresh).toBeGreaterThan(0);
  expect([other!.titleOverlap, other!.dominated]).toEqual([0, 0]);
});

it('shares the question among texts, whatever their order', () => {
  const words = fc.constantFrom('merle', 'bridge', 'designer', 'born', 'soup', 'tide');
  const texts = fc.array(
    fc.array(words, { minLength: 1, maxLength: 4 }).map((each) => each.join(' ')),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(texts, fc.nat(), (given, turn) => {
      const order = given.map((_, place) => (place + turn) % given.length);
      const sum = measure(given, order).reduce((total, { fresh }) => total + fresh, 0);
      const whole = measure([given.join(' ')], [0])[0]!.fresh;
      expect(sum).toBeCloseTo(whole, 10);
    }),
    { numRuns: 50 },
  );
});
