/** The words of a text, in order. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** The lines of a text that have words. */
export function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** The phrases of a text, one on each line, as words. */
export function phrasesOf(text: string): readonly (readonly string[])[] {
  return linesOf(text).map(wordsOf);
}
