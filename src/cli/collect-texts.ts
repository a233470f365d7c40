/**
 * Options that may be repeated.
 *
 * @module
 */

/** Adds the text of an option to those before it. For Commander's `option`. */
export function collectTexts(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
