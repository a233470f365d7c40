/** The words of a text, in order. */
export function readWords(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** The lines of a text that have words. */
export function readLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** The phrases of a text, one on each line, as words. */
export function readPhrases(text: string): readonly (readonly string[])[] {
  return readLines(text).map(readWords);
}
