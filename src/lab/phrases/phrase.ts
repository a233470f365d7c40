/**
 * Splits texts into words, lines and phrases.
 *
 * @module
 */

/** Splits a text into words. */
export function readWords(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** Splits a text into its non-empty lines. */
export function readLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** Splits a text into phrases, one per line, each a list of words. */
export function readPhrases(text: string): readonly (readonly string[])[] {
  return readLines(text).map(readWords);
}
