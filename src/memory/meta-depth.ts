/**
 * The limit on the nesting of metadata, which keeps every later reader of JSON off the end of its stack.
 *
 * @module
 */

/** Levels of objects and lists that `meta` may hold. */
export const DEEPEST_META = 64;

/** Tells whether a JSON value has more levels than that. */
export function isTooDeep(value: unknown, levels: number = DEEPEST_META): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}
