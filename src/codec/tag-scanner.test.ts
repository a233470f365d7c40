import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanTags } from './tag-scanner.ts';

const piece = fc.constantFrom(
  '<a>',
  '</a>',
  '<A x="1">',
  '</B>',
  '<b>',
  '<b and <a>',
  '<ab>',
  '</ab >',
  '<',
  '>',
  '/',
  'a',
  ' ',
  '\n',
  '<think>',
  '</think>',
);

/** The same grammar as a backtracking expression: right, but quadratic. */
function scanSlowly(text: string): readonly (readonly [string, string])[] {
  const pairs = text.matchAll(/<(\w+)(?!\w)[^>]*>([\s\S]*?)<\/\1>/gi);
  return [...pairs].map((match) => [match[1]!.toLowerCase(), match[2]!] as const);
}

describe('scanTags', () => {
  test('finds what the grammar says', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const found = scanTags(text).pairs.map(({ name, content }) => [
          name,
          text.slice(content.start, content.end),
        ]);
        expect(found).toEqual(scanSlowly(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('scans a range as if nothing stood around it', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), fc.string(), fc.string(), (pieces, before, after) => {
        const text = pieces.join('');
        const start = before.length;
        const inside = scanTags(before + text + after, { start, end: start + text.length });
        const alone = scanTags(text);
        expect(inside.pairs.map((pair) => pair.content.start - start)).toEqual(
          alone.pairs.map((pair) => pair.content.start),
        );
        expect(inside.pairs.map((pair) => pair.attributes)).toEqual(
          alone.pairs.map((pair) => pair.attributes),
        );
        expect(inside.lone.map((tag) => tag.span.end - start)).toEqual(alone.lone.map((tag) => tag.span.end));
      }),
    );
  });

  test('reports lone tags with their places', () => {
    const text = 'x</a><b>y<c>z</c>';
    expect(scanTags(text).lone.map(({ side, span }) => [side, text.slice(span.start, span.end)])).toEqual([
      ['closing', '</a>'],
      ['opening', '<b>'],
    ]);
  });
});
