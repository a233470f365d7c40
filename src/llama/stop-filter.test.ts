/**
 * Tests of stop sequences and of the split into thoughts, text and calls.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReplyReader, type ReplyPiece } from './reply-reader.ts';
import { createStopFilter } from './stop-filter.ts';

const text = fc.string({
  unit: fc.constantFrom('a', '<', '/', 't', 'o', 'l', '_', 'c', '>', '\n'),
  maxLength: 40,
});
const cuts = fc.array(fc.nat(60), { maxLength: 6 });

function split(whole: string, places: readonly number[]): readonly string[] {
  const ends = [...new Set([...places.filter((place) => place < whole.length), whole.length])].sort(
    (a, b) => a - b,
  );
  return ends.map((end, index) => whole.slice(ends[index - 1] ?? 0, end));
}

test('a stop sequence cuts the text, wherever the pieces are split', () => {
  fc.assert(
    fc.property(text, cuts, (whole, places) => {
      const filter = createStopFilter(['</tool', 'aa']);
      const parts = split(whole, places);
      const shown = parts.map((part) => filter.push(part)).join('') + filter.finish('');
      const ends = ['</tool', 'aa'].map((mark) => whole.indexOf(mark)).filter((place) => place >= 0);
      expect(shown).toBe(ends.length === 0 ? whole : whole.slice(0, Math.min(...ends)));
    }),
  );
});

describe('reply reader', () => {
  const call = '<tool_call>\n{"name": "find", "arguments": {"q": "a<b"}}\n</tool_call>';

  function read(whole: string, places: readonly number[], opensThought = false): readonly ReplyPiece[] {
    const reader = createReplyReader(opensThought, true);
    const pieces = [...split(whole, places).flatMap((part) => reader.push(part)), ...reader.finish()];
    return pieces.reduce<ReplyPiece[]>((joined, piece) => {
      const last = joined.at(-1);
      if (piece.type !== 'call' && last?.type === piece.type)
        joined[joined.length - 1] = { type: piece.type, text: last.text + piece.text };
      else joined.push(piece);
      return joined;
    }, []);
  }

  test('splits thoughts, text and calls, wherever the pieces are split', () => {
    const find = { type: 'call', name: 'find', input: '{"q":"a<b"}' };
    fc.assert(
      fc.property(cuts, (places) => {
        expect(read(`<think>Hm.</think>\nSure.${call}\n${call}`, places)).toEqual([
          { type: 'reasoning', text: 'Hm.' },
          { type: 'text', text: 'Sure.' },
          find,
          find,
        ]);
        expect(read('Hm.</think>Yes', places, true)).toEqual([
          { type: 'reasoning', text: 'Hm.' },
          { type: 'text', text: 'Yes' },
        ]);
      }),
    );
  });

  test('keeps any text that has no marks, and calls that do not parse', () => {
    fc.assert(
      fc.property(text, cuts, (whole, places) => {
        fc.pre(!whole.includes('<tool_call>') && !'<think>'.startsWith(whole.trimStart()));
        const pieces = read(whole, places);
        expect(pieces.map((piece) => (piece.type === 'call' ? '' : piece.text)).join('')).toBe(whole);
      }),
    );
    expect(read('<tool_call>{"name": "fi', [])).toEqual([{ type: 'text', text: '<tool_call>{"name": "fi' }]);
  });
});
