/**
 * `freezeJson`: copies of JSON objects that no holder can change.
 *
 * @module
 */
import type { JsonObject, JsonValue } from './json.ts';

const EMPTY: JsonObject = Object.freeze({});

/** Returns a copy, frozen with all its parts. */
export function freezeJson(value: JsonObject): JsonObject {
  const fields = Object.entries(value);
  if (fields.length === 0) return EMPTY;
  return Object.freeze(Object.fromEntries(fields.map(([key, part]) => [key, freezeValue(part)])));
}

function freezeValue(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'object' || value === null) return value;
  return isArray(value) ? (Object.freeze(value.map(freezeValue)) as JsonValue) : freezeJson(value);
}

/** `Array.isArray` does not narrow readonly arrays. */
function isArray(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}
