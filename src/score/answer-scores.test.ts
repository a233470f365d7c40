/** Tests of exact match and F1. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactMatch } from './exact-match.ts';
import { f1 } from './f1.ts';
import { normaliseAnswer } from './normalise.ts';

/** Texts in which the rules have something to do. */
const answer = fc
  .array(
    fc.oneof(
      fc.constantFrom('the', 'A', 'an', 'yes', 'no', 'U.S.', 'Tea', 'tea', '-', '(', "'s", '\n', 'É', '1990'),
      fc.string(),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(' '));

describe('normaliseAnswer', () => {
  it.each([
    ['The  Tea-House, Moderna!', 'teahouse moderna'],
    ['A. N. Other', 'n other'],
    ['Beyoncé and the Ünder', 'beyoncé and ünder'],
    ['éa thé', 'éa thé'],
    ['snake_case', 'snakecase'],
    ['“Quoted” 5–6', '“quoted” 5–6'],
    ['A', 'a'],
    ['#', '#'],
    ['  ', ''],
  ])('%j is %j', (text, normalised) => {
    expect(normaliseAnswer(text)).toBe(normalised);
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(answer, (text) => {
        expect(normaliseAnswer(normaliseAnswer(text))).toBe(normaliseAnswer(text));
      }),
    );
  });
});

describe('exactMatch and f1', () => {
  it.each<[string, string[], number, number]>([
    ['the Blue Grass airport', ['Bluegrass', 'Blue Grass Airport'], 1, 1],
    ['Senator Nelson Rockefeller', ['Nelson Rockefeller'], 0, 0.8],
    ['tea tea tea', ['tea time'], 0, 0.4],
    ['yes', ['yes it is'], 0, 0],
    ['no it is', ['no'], 0, 0],
    ['Yes.', ['yes'], 1, 1],
    ['', ['the'], 0, 0],
    ['anything', [], 0, 0],
  ])('%j for %j', (prediction, answers, em, expected) => {
    expect(exactMatch(prediction, answers)).toBe(em);
    expect(f1(prediction, answers)).toBeCloseTo(expected);
  });

  it('f1 is symmetric, from 0 to 1, and 1 on an exact match', () => {
    fc.assert(
      fc.property(answer, answer, (one, other) => {
        const score = f1(one, [other]);
        expect(score).toBeCloseTo(f1(other, [one]), 12);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        if (exactMatch(one, [other])) expect(score).toBe(1);
        if (normaliseAnswer(one) !== '') expect(exactMatch(one, [one])).toBe(1);
      }),
    );
  });

  it('more accepted answers never lower a score', () => {
    fc.assert(
      fc.property(answer, answer, fc.array(answer), (prediction, first, others) => {
        expect(f1(prediction, [first, ...others])).toBeGreaterThanOrEqual(f1(prediction, [first]));
        expect(exactMatch(prediction, [first, ...others])).toBeGreaterThanOrEqual(
          exactMatch(prediction, [first]),
        );
      }),
    );
  });
});
