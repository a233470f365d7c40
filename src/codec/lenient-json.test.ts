import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLenientJson } from './lenient-json.ts';

const read = (text: string) => readLenientJson(text, { start: 0, end: text.length });

describe('readLenientJson', () => {
  test('reads valid JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (json) => {
        fc.pre(/^\s*[{["]/.test(json));
        expect(read(json)).toEqual({ value: JSON.parse(json), end: json.trimEnd().length, cut: false });
        const pretty = JSON.stringify(JSON.parse(json), null, 2);
        expect(read(pretty)).toEqual({ value: JSON.parse(json), end: pretty.length, cut: false });
      }),
      { numRuns: 1000 },
    );
  });

  test.each<[string, unknown]>([
    ['{"text": "one\ntwo"}', { text: 'one\ntwo' }],
    ['{"text": "A",}', { text: 'A' }],
    ['["A", "B",]', ['A', 'B']],
    ["{'text': 'A'}", { text: 'A' }],
    ['{text: "A", slot: 2}', { text: 'A', slot: 2 }],
    ['{"path": "C:\\data"}', { path: 'C:\\data' }],
    ['{"path": "C:\\data\\new"}', { path: 'C:\\data\\new' }],
    ['{"path": "C:\\data\\"}', { path: 'C:\\data\\' }],
    ['{"text": "He said "no" to her"}', { text: 'He said "no" to her' }],
    ['{"text": "a 5" screen", "slot": 1}', { text: 'a 5" screen', slot: 1 }],
    ['{"a": 1 "b": 2}', { a: 1, b: 2 }],
    ['{"a": "x" "b": 2}', { a: 'x', b: 2 }],
    [
      '{"text": "She said: "I, too, like it", then left"}',
      { text: 'She said: "I, too, like it", then left' },
    ],
    ["{'text': 'It's Ada's', 'slot': 1}", { text: "It's Ada's", slot: 1 }],
    ['{"a": ["x"\n "y"]}', { a: ['x', 'y'] }],
    ['{"a": {"b": "x}, {"name": "y"}', { a: { b: 'x' } }],
    ['{"a": {"b": 1}', { a: { b: 1 } }],
    ['{"a": [1, 2}', { a: [1, 2] }],
    ['{"a": True, "b": None}', { a: true, b: null }],
    ['{"a": /* why */ 1, // so\n "b": 2}', { a: 1, b: 2 }],
    ['{“a”: “x”}', { a: 'x' }],
    ['{text:<escape>A "b"<escape>}', { text: 'A "b"' }],
    ['{"text": """A "b"\nc"""}', { text: 'A "b"\nc' }],
    ['{"a": "x}\n{"name": "y"}', { a: 'x' }],
    ['{"a": {"b": "x"}\n{"name": "y"}', { a: { b: 'x' } }],
    ['{"a": [{"b": "x", {"b": "y"}]}', { a: [{ b: 'x' }, { b: 'y' }] }],
  ])('repairs %s', (text, value) => {
    const { value: found, mended, cut } = read(text);
    expect(found).toEqual(value);
    expect(cut).toBe(false);
    expect(mended).toBeDefined();
  });

  test.each(['{"text": "Ada was bo', '{"text": ', '{"te', '{"slot": 1', '{"a": [1, 2'])(
    'tells that %s is cut off',
    (text) => {
      expect(read(text).cut).toBe(true);
    },
  );

  test('is total and stops inside its range', () => {
    const piece = fc.constantFrom(...'{ } [ ] , : " \' \\ \n a 1 <escape> """ // /* {"name":'.split(' '));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(20), (pieces, start) => {
        const text = pieces.join('');
        const within = { start: Math.min(start, text.length), end: text.length };
        const { end } = readLenientJson(text, within);
        expect(end).toBeGreaterThanOrEqual(within.start);
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('keeps __proto__ a plain key', () => {
    const { value } = read('{"__proto__": {"polluted": 1}}');
    expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
