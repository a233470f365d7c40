import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Issue } from '../codec/codec.ts';
import { type JsonReader, readJson } from './read-json.ts';

function read(reply: string): { readonly reader: JsonReader; readonly kinds: readonly Issue['kind'][] } {
  const kinds: Issue['kind'][] = [];
  return { reader: readJson(reply, (kind) => kinds.push(kind)), kinds };
}

/** Asks a reader everything that it can be asked. */
function drain(reader: JsonReader, key: string): unknown {
  const numbers = [reader.number(key, 0, 9), reader.optionalNumber(key), ...reader.numbers(key, 0, 9)];
  const texts = [reader.text(key), reader.optionalText(key), ...reader.texts(key)];
  const inner = [...reader.objects(key), reader.object(key)].map((item) => item?.optionalText(key));
  return [numbers, texts, inner, reader.flag(key), reader.has(key)];
}

describe('readJson', () => {
  test('is total: no reply, and no question put to it, throws', () => {
    const nasty = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => json.slice(0, -1)),
      fc.constantFrom('{', '[[[[', '"', '{"__proto__":1}', '```json\n{}\n```', '{"facts":[{}'),
    );
    fc.assert(
      fc.property(nasty, fc.constantFrom('facts', '__proto__', 'constructor', ''), (reply, key) => {
        drain(read(reply).reader, key);
      }),
      { numRuns: 500 },
    );
  });

  test('keeps every whole item of a list that is cut off anywhere, and says that it was', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
          { minLength: 1 },
        ),
        fc.nat(),
        (facts, place) => {
          const whole = JSON.stringify({ facts });
          const cut = whole.slice(0, '{"facts":['.length + (place % (whole.length - '{"facts":['.length)));
          const { reader, kinds } = read(cut);
          const kept = reader.texts('facts');
          expect(facts.map((fact) => fact.trim()).slice(0, kept.length)).toEqual(kept);
          const complete = facts.filter(
            (_, index) => JSON.stringify({ facts: facts.slice(0, index + 1) }).length - 2 <= cut.length,
          );
          expect(kept.length).toBe(complete.length);
          expect(kinds).toContain('malformed-json');
        },
      ),
    );
  });

  test('finds the object amid prose, in a fence, and last where there are several', () => {
    for (const reply of [
      '{"a": 1}',
      'Here:\n```json\n{"a": 1}\n```\nDone.',
      'not {this} but {"a": 2} no: {"a": 1}',
    ])
      expect(read(reply).reader.number('a', 0, 9), reply).toBe(1);
  });

  test('reports numbers that name nothing, wild lengths, and missing fields, and keeps the rest', () => {
    const { reader, kinds } = read(
      JSON.stringify({ ids: [1, 7, '2', 1.5], long: 'x'.repeat(9000), many: Array(300).fill('y') }),
    );
    expect(reader.numbers('ids', 0, 3)).toEqual([1, 2]);
    expect(reader.text('long')).toHaveLength(4000);
    expect(reader.texts('many')).toHaveLength(200);
    expect(reader.texts('none')).toEqual([]);
    expect(kinds).toEqual(['unknown-number', 'unknown-number', 'over-long', 'over-long', 'malformed-json']);
  });

  test('takes time linear in a reply of open brackets', () => {
    const begun = performance.now();
    drain(read('[{"a":'.repeat(100_000)).reader, 'a');
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
