/**
 * Writes the query that finds certain entries and no others.
 *
 * @module
 */
import { isStopWord, stem, tokens } from './terms.ts';

/** Words per entry. More words make the match surer and the query longer. */
const wordsPerEntry = 6;

/**
 * Returns words that occur in the wanted texts and in none of the others, a few for each wanted text. Search by words
 * then shows exactly the wanted texts. A text without such a word gives its own first words.
 *
 * @example distinctiveQuery(['Ada liked trains'], ['Ada liked planes']) // 'trains'
 */
export function distinctiveQuery(wanted: readonly string[], others: readonly string[]): string {
  const known = new Set(others.flatMap((text) => tokens(text).flatMap((word) => [word, stem(word)])));
  const words = wanted.flatMap((text) => {
    const own = [...new Set(tokens(text))].filter((word) => !isStopWord(word) && word.length > 1);
    const distinct = own.filter((word) => !known.has(word) && !known.has(stem(word)));
    return (distinct.length > 0 ? distinct : own).slice(0, wordsPerEntry);
  });
  return [...new Set(words)].join(' ');
}
