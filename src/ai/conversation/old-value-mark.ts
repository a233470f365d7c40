/**
 * The mark of a value that a text names as past: "moved (before: Leeds) to York".
 *
 * @module
 */

/** Matches the mark. The first group is the value. */
export const OLD_VALUE_MARK: RegExp = /\(before: ([^)]*)\)/g;

/** Returns a value with the mark. */
export function markAsOld(value: string): string {
  return `(before: ${value})`;
}

/** Returns the values that a text marks as past. */
export function listMarkedAsOld(text: string): readonly string[] {
  return [...text.matchAll(OLD_VALUE_MARK)].map(([, value]) => value!);
}
