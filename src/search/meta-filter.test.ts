/**
 * Tests of metadata filters.
 *
 * @module
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MetaFilter } from '../memory/retriever.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { matchesFilter } from './meta-filter.ts';

const json = fc.jsonValue() as fc.Arbitrary<JsonValue>;
const isPlain = (value: JsonValue) => typeof value !== 'object' || value === null || Array.isArray(value);

test('metadata matches a filter of its own values, but not one with a further key', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json.filter(isPlain)), fc.string(), (meta: JsonObject, extra) => {
      expect(matchesFilter(meta, JSON.parse(JSON.stringify(meta)))).toBe(true);
      if (!Object.hasOwn(meta, extra))
        expect(matchesFilter(meta, { ...(meta as MetaFilter), [extra]: null })).toBe(false);
    }),
  );
});

test('ranges include their bounds and match only values of their type', () => {
  const ordered = fc.oneof(fc.tuple(fc.integer(), fc.integer()), fc.tuple(fc.string(), fc.string()));
  fc.assert(
    fc.property(ordered, fc.oneof(fc.integer(), fc.string()), ([from, to], value) => {
      const comparable = typeof value === typeof from;
      const inside = comparable && value >= from && value <= to;
      expect(matchesFilter({ key: value }, { key: { from, to } })).toBe(inside);
      expect(matchesFilter({ key: value }, { key: { from } })).toBe(comparable && value >= from);
    }),
  );
});

test.each<[JsonValue, JsonValue, boolean]>([
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [['x', 'y'], ['y', 'x'], false],
  [[], {}, false],
  [null, null, true],
  ['1', 1, false],
  [{ from: 1, unit: 'm' }, { from: 1, unit: 'm' }, true],
])('%j against %j', (value, condition, expected) => {
  expect(matchesFilter({ key: value }, { key: condition })).toBe(expected);
});
