/**
 * Escapes text for use in a regular expression.
 *
 * @module
 */

/** Escapes the characters that have a meaning in a regular expression, outside of character classes. */
export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
