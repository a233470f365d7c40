/** The words of a text, in order. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** The phrases of a text, one on each line, as words. */
export function phrasesOf(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .map(wordsOf)
    .filter((words) => words.length > 0);
}
