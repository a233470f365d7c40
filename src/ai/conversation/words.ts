/**
 * Stems the content words of a phrase.
 *
 * @module
 */
import { rememberResults } from './remember-results.ts';

/** Sizes of the caches: enough for the entries of a few users, and for the words in them. */
const MOST_PHRASES = 4096;
const MOST_WORDS = 16_384;

const EMPTY: ReadonlySet<string> = new Set(
  (
    'a an the my our your his her its their this that these those some any new current next own actual latest ' +
    'upcoming main old now just really very of for with to in on at by from and or is are was be been i we me us ' +
    'it he she they do does did have has had not no so too as about'
  ).split(' '),
);

/** Returns the distinct stems of a phrase's content words. */
export const contentWords: (phrase: string) => readonly string[] = rememberResults(
  findContentWords,
  MOST_PHRASES,
);

function findContentWords(phrase: string): readonly string[] {
  const words =
    phrase
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+(?:['’]\p{L}+)?/gu) ?? [];
  const stems = words.map((word) => word.replace(/['’]s$|['’]/g, '')).filter((word) => !EMPTY.has(word));
  return [...new Set(stems.map(stemWord))];
}

/** Strips common English endings. Words match if their stems are equal. */
export const stemWord: (word: string) => string = rememberResults(stripEndings, MOST_WORDS);

function stripEndings(word: string): string {
  const british = SPELLING.get(word) ?? word;
  if (british.length <= 3 || /\d/.test(british)) return british;
  return british
    .replace(/ies$/, 'y')
    .replace(/(ss|sh|ch|x|z)es$/, '$1')
    .replace(/([^su])s$/, '$1')
    .replace(/(?:([bdfgmnprt])\1)(?:ed|ing)$/, '$1')
    .replace(/(?<=[a-z]{3})(?:ed|ing)$/, '')
    .replace(/(?<=[a-z]{3})e$/, '');
}

/** American and British spellings of words that are common in personal statements. */
export const SPELLING: ReadonlyMap<string, string> = new Map([
  ['favorite', 'favourite'],
  ['color', 'colour'],
  ['neighbor', 'neighbour'],
  ['mom', 'mum'],
  ['apt', 'apartment'],
  ['appt', 'appointment'],
]);

/** Returns whether one phrase has all content words of the other. */
export function coversWords(phrase: string, words: readonly string[]): boolean {
  const own = new Set(contentWords(phrase));
  return words.length > 0 && words.every((word) => own.has(word));
}

/** Returns the text without case, spacing and punctuation. */
export const normaliseText: (text: string) => string = rememberResults(normalise, MOST_PHRASES);

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}
