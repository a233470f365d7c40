/**
 * Typed reads of an entry's metadata.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';

/** Reads a number from an entry's metadata. */
export function numberIn(meta: JsonObject, key: string, otherwise: number): number {
  const value = meta[key];
  return typeof value === 'number' ? value : otherwise;
}

/** Reads a text from an entry's metadata. Returns an empty text if it is missing. */
export function textIn(meta: JsonObject, key: string): string {
  const value = meta[key];
  return typeof value === 'string' ? value : '';
}

/** Reads a list of texts from an entry's metadata. */
export function textsIn(meta: JsonObject, key: string): readonly string[] {
  const value = meta[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
