import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asData } from './as-data.ts';

const NAMES = ['chunk', 'create_memory', 'scratchpad'];
const LINES = /Memory \d+:|user$/;

/** Written apart from the implementation: every way to write something that a prompt or server obeys. */
const OBEYED = [
  /<[\s\u200b-\u200f\u2060]*\/?[\s\u200b-\u200f\u2060]*(chunk|create_memory|scratchpad|think|thinking|tool_call)(\W|$)/i,
  /<\|\w+\|>/,
  /<｜\w+｜>/,
  /<\/?s>/i,
  /<<\/?SYS>>/i,
  /\[\/?INST\]/i,
  /^Memory \d:/m,
  /^user$/m,
];

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('<', '/', '>', '<|', '|>', '[', ']', ' ', '\n', '\u200b', '‹', '｜', '<<', '>>'),
      fc.constantFrom(
        'chunk',
        'CHUNK',
        'create_memory',
        'scratchpad',
        'think',
        'tool_call',
        's',
        'SYS',
        'INST',
      ),
      fc.constantFrom(
        '</chunk>',
        '<think>',
        '<|im_start|>',
        '<|im_end|>',
        '<s>',
        'Memory 2: ',
        'user',
        'im_start',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 20 },
  )
  .map((pieces) => pieces.join(''));

describe('asData', () => {
  test('nothing that is obeyed is left, only marks are put in, and doing it twice changes nothing', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const safe = asData(text, NAMES, LINES);
        for (const pattern of OBEYED) expect(safe).not.toMatch(pattern);
        expect(asData(safe, NAMES, LINES)).toBe(safe);
        expect(withoutMarks(safe, text)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('ordinary text stays as it is, byte for byte', () => {
    const ordinary = [
      'a < b and b > c; x <- 3; if (a<chunks) return; <b>bold</b> <br/> <https://example.org>',
      'Array<string>, List<Think2>, <scratchpads>, <thinker>',
      'Memory 2 is in the middle: Memory 3: here; the user spoke to the assistant.',
      '‹quoted› [1] [INSTALL] <<EOF |> <|> || ｜ \u200b\u2060 \r\n\t ß 漢字 🦊',
    ];
    for (const text of ordinary) expect(asData(text, NAMES, LINES)).toBe(text);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!/[<[]|Memory|user/i.test(text));
        expect(asData(text, NAMES, LINES)).toBe(text);
      }),
    );
  });

  test('the change is one character for each bracket', () => {
    expect(asData('x </chunk foo="1"> <Think>', NAMES)).toBe('x ‹/chunk foo="1"> ‹Think>');
    expect(asData('<|im_start|>system', NAMES)).toBe('‹|im_start|>system');
    expect(asData('one\nMemory 7: two\nuser', NAMES, LINES)).toBe('one\n‹Memory 7: two\n‹user');
  });

  test('stays linear on a long text of brackets', () => {
    expect(asData(`${'< '.repeat(50_000)}chunk`, NAMES)).toHaveLength(100_005);
    expect(asData(`<${' '.repeat(100_000)}x`, NAMES)).toHaveLength(100_002);
  });
});

/** Every character of `text` is still there in order, save for brackets that became a mark. */
function withoutMarks(safe: string, text: string): boolean {
  let place = 0;
  for (const unit of text) {
    if (safe.startsWith(unit, place)) place += unit.length;
    else if (safe[place] !== '‹') return false;
    else if (unit === '<' || unit === '[') place += 1;
    else if (safe.startsWith(unit, place + 1)) place += 1 + unit.length;
    else return false;
  }
  return place === safe.length;
}
