import type { JsonObject } from '../shared/json.ts';

/** A number recorded beside an entry. */
export function numberIn(meta: JsonObject, key: string, otherwise: number): number {
  const value = meta[key];
  return typeof value === 'number' ? value : otherwise;
}

/** A text recorded beside an entry; empty where there is none. */
export function textIn(meta: JsonObject, key: string): string {
  const value = meta[key];
  return typeof value === 'string' ? value : '';
}

/** Texts recorded beside an entry. */
export function textsIn(meta: JsonObject, key: string): readonly string[] {
  const value = meta[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
