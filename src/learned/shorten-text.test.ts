/**
 * Shortening: limits, order, and sentences of a second hop.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileText, readSentences } from '../rules/profile.ts';
import { joinLines } from '../rules/scratchpad.ts';
import { prepareQuestion } from './question.ts';
import { shortenText } from './shorten-text.ts';

const words = { documents: 10, stems: new Map<string, number>() };
const prepare = (text: string) => prepareQuestion(text, words);

const FILLER = [
  'He made several films for a studio by the sea.',
  'Critics liked the way in which these films were lit.',
  'The studio was later sold to a maker of radios.',
  'A film archive keeps copies of the early ones.',
];
const life = (needed: string, place: number): string =>
  ['Otto Brand was a German director.', ...FILLER].toSpliced(place, 0, needed).join(' ');

describe('shortenText', () => {
  it('returns whole sentences in their order, and never more characters than the limit', () => {
    const sentence = fc.constantFrom(
      ...FILLER,
      'He died in Trier.',
      'Anna Kern was his wife.',
      'Line one\nof two.',
      'It opened in 1931.',
    );
    const questions = fc.subarray(['Where did the director of Ebb die?', 'When did Ebb open?'], {
      minLength: 1,
    });
    fc.assert(
      fc.property(
        fc.array(sentence, { maxLength: 8 }),
        questions,
        fc.integer({ min: 1, max: 400 }),
        (parts, asked, limit) => {
          const text = profileText('Otto Brand', parts.join(' '), ['d1'], 'document');
          const short = shortenText(asked.map(prepare), text, limit);
          expect(short.length).toBeLessThanOrEqual(limit);
          const whole = joinLines(text.text);
          expect(short === '').toBe(whole === '');
          const kept = readSentences(profileText('', short, [], 'document')).map((one) => one.text);
          let at = 0;
          for (const one of kept) {
            const found = whole.indexOf(one, at);
            expect(found).toBeGreaterThanOrEqual(at);
            at = found + one.length;
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    ['Where did the director of the film Ebb die?', 'He died in Trier.'],
    ['Who is the wife of the director of the film Ebb?', 'In 1920 he married Anna Kern.'],
    ['Why did the director of the film Ebb die?', 'He died of a fever.'],
    ['When did the director of the film Ebb die?', 'He died on 4 May 1931.'],
    ['How many children did the director of the film Ebb have?', 'He had 6 children.'],
  ])('keeps what answers "%s" wherever it stands', (question, needed) => {
    for (let place = 1; place <= FILLER.length + 1; place += 1) {
      const text = profileText('Otto Brand', life(needed, place), ['d1'], 'document');
      expect(shortenText([prepare(question)], text, 100)).toContain(needed);
    }
  });

  it('keeps what any of several questions needs', () => {
    const text = profileText(
      'Otto Brand',
      life('He died in Trier. He had 6 children.', 3),
      ['d1'],
      'document',
    );
    const questions = ['How many children did Otto Brand have?', 'Where did Otto Brand die?'].map(prepare);
    expect(shortenText(questions, text, 80)).toContain('He died in Trier. He had 6 children.');
  });

  it.each(['A', ' '])('takes linear time for 100,000 times "%s"', (unit) => {
    const text = profileText('Otto Brand', `He died. So ${unit.repeat(100_000)}.`, ['d1'], 'document');
    for (const question of ['Who was Otto Brand?', 'Where did Otto Brand die?', 'When did Otto Brand die?'])
      expect(shortenText([prepare(question)], text, 100)).toContain('He died.');
  });
});
