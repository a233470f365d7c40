/**
 * `freezeJson`: copies of JSON objects that no holder can change.
 *
 * @module
 */
import type { JsonObject, JsonValue } from './json.ts';

const EMPTY: JsonObject = Object.freeze({});

/** What this module has frozen. Records that repeat a part share it. */
const frozen = new WeakSet<object>();

/** Returns a copy, frozen with all its parts. Parts of an earlier copy are not copied again. */
export function freezeJson(value: JsonObject): JsonObject {
  if (frozen.has(value)) return value;
  const fields = Object.entries(value);
  if (fields.length === 0) return EMPTY;
  return freeze(Object.fromEntries(fields.map(([key, part]) => [key, freezeValue(part)])));
}

function freezeValue(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || frozen.has(value)) return value;
  return isArray(value) ? freeze(value.map(freezeValue) as readonly JsonValue[]) : freezeJson(value);
}

function freeze<Value extends object>(value: Value): Value {
  frozen.add(value);
  return Object.freeze(value);
}

/** `Array.isArray` does not narrow readonly arrays. */
function isArray(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}
