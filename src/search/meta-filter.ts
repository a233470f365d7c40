/**
 * Filters on the metadata of entries.
 *
 * @module
 */
import type { MetaFilter } from '../memory/retriever.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';

interface Range {
  readonly from?: number | string;
  readonly to?: number | string;
}

/**
 * Tells whether `meta` meets every condition: a value equal as JSON, ignoring the order of keys, or a number
 * or string inside a range, bounds included. An object with no keys but `from` and `to` is a range. A missing
 * key meets no condition. Strings compare by code unit, so ISO dates order correctly.
 *
 * @example matchesFilter({ year: 1997, kind: 'fact' }, { kind: 'fact', year: { from: 1990 } }) // true
 */
export function matchesFilter(meta: JsonObject, filter: MetaFilter): boolean {
  return Object.entries(filter).every(([key, condition]) => {
    const value = Object.hasOwn(meta, key) ? meta[key] : undefined;
    if (value === undefined) return false;
    return isRange(condition) ? inRange(value, condition) : equalJson(value, condition as JsonValue);
  });
}

function isRange(condition: MetaFilter[string]): condition is Range {
  if (!isObject(condition)) return false;
  const bounds = Object.entries(condition);
  return (
    bounds.length > 0 &&
    bounds.every(
      ([key, bound]) =>
        (key === 'from' || key === 'to') && (typeof bound === 'number' || typeof bound === 'string'),
    )
  );
}

function inRange(value: JsonValue, { from, to }: Range): boolean {
  return (
    (from === undefined || (typeof value === typeof from && (value as typeof from) >= from)) &&
    (to === undefined || (typeof value === typeof to && (value as typeof to) <= to))
  );
}

function equalJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => equalJson(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equalJson(left[key], right[key]))
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
