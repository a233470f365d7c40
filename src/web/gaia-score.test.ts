/**
 * Tests GAIA's scorer on hand-made pairs that cover its rules and the traps of a port.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import { parseFloatPython, scoreGaia } from './gaia-score.ts';

/** Answer, gold answer, score. Written for this test; none is a question of GAIA. */
const PAIRS: readonly (readonly [answer: string | null, gold: string, score: 0 | 1])[] = [
  // Numbers
  ['42', '42', 1],
  ['42.0', '42', 1],
  ['$1,000', '1000', 1],
  ['50%', '50', 1],
  ['1,0,0', '100', 1],
  ['42.001', '42', 0],
  ['forty-two', '42', 0],
  ['', '42', 0],
  [null, '42', 0],
  ['1e5', '100000', 1],
  ['1_000', '1000', 1],
  ['.5', '0.5', 1],
  ['+3', '3', 1],
  ['-3', '3', 0],
  [' 7 ', '7', 1],
  ['7', ' 7 ', 1],
  ['0x10', '16', 0],
  ['٣', '3', 1],
  ['４２', '42', 1],
  ['1 000', '1000', 0],
  ['€5', '5', 0],
  ['5 kg', '5', 0],
  ['0.1', '0.10', 1],
  ['unparseable', 'inf', 1],
  ['nan', 'nan', 0],
  ['-0', '0', 1],
  ['1.', '1', 1],
  ['1__0', '10', 0],
  ['9007199254740993', '9007199254740992', 1],
  // Lists
  ['a, b', 'a,b', 1],
  ['a; b', 'a, b', 1],
  ['b, a', 'a, b', 0],
  ['a', 'a, b', 0],
  ['a, b, c', 'a, b', 0],
  ['A,  B', 'a, b', 1],
  ['Saint Louis, Rome', 'SaintLouis, rome', 1],
  ['St. Louis, Rome', 'St Louis, Rome', 0],
  ['1, 2', '1.0, 2.0', 1],
  ['$1, 2%', '1, 2', 1],
  ['$1,000; 50%', '1000, 50', 0],
  ['1000; 50%', '1000, 50', 1],
  ['x, 2', '1, 2', 0],
  ['a,b,', 'a,b,', 1],
  ['a,b', 'a,b,', 0],
  ['one-two, three', 'one-two, three', 1],
  ['1,000', '1,000', 1], // a list: no float of Python
  ['1000', '1,000', 0],
  [null, 'a, b', 0],
  // Text
  ['Paris', 'paris', 1],
  ['the Paris', 'Paris', 0],
  ['New York.', 'new york', 1],
  ['New-York', 'New York', 1],
  ['"Quoted"', 'Quoted', 1],
  ['naïve', 'naive', 0],
  ['a–b', 'a-b', 0], // the dash is no ASCII punctuation
  ['«x»', 'x', 0],
  ['x\u00a0y', 'xy', 1],
  ['x\u001fy', 'xy', 1],
  ['x\ufeffy', 'xy', 0], // no white space in Python
  [null, 'none', 1],
  ['None', 'none', 1],
  ['', '.', 1],
  ['ß', 'SS', 0],
  ['İ', 'i̇', 1],
];

describe('scoreGaia', () => {
  it.each(PAIRS.map(([answer, gold, score]) => ({ answer, gold, score })))(
    'scores $answer against $gold: $score',
    ({ answer, gold, score }) => {
      expect(scoreGaia(answer, gold)).toBe(score);
    },
  );

  it('covers at least 60 pairs', () => {
    expect(PAIRS.length).toBeGreaterThanOrEqual(60);
  });

  it('reads numbers as Python does', () => {
    const numbers = {
      ' 1e-3\n': 0.001,
      '-Infinity': Number.NEGATIVE_INFINITY,
      iNf: Number.POSITIVE_INFINITY,
      '１２.５': 12.5,
      '९': 9,
      '1_0.0_1': 10.01,
      '𝟙𝟚': 12,
    };
    for (const [text, number] of Object.entries(numbers))
      expect([text, parseFloatPython(text)]).toEqual([text, number]);
    for (const text of [
      '',
      ' ',
      '.',
      'e5',
      '1e',
      '0x10',
      '1,000',
      '_1',
      '1_',
      '1e_5',
      'infinit',
      '١٫٥',
      '--1',
      '²',
      '½',
    ])
      expect([text, parseFloatPython(text)]).toEqual([text, undefined]);
    expect(parseFloatPython('-nan')).toBeNaN();
  });
});
