/**
 * Splits text into the words of a closed vocabulary, and joins them.
 *
 * @module
 */

import { MARKS } from './word-vocabulary.ts';

// Punctuation is separated at the end of a word and kept inside it ("3.50", "K-17", "it's"). Angle brackets
// are always separated, so no text can contain a mark of the vocabulary.
const WORD = /\n|[.,;:!?()"<>]|[^\s.,;:!?()"<>]+(?:[.,:][^\s.,;:!?()"<>]+)*/gu;

/**
 * Splits a text into words, punctuation marks and line breaks.
 *
 * @example splitWords('Buy K-17, not K-18.') // ['Buy', 'K-17', ',', 'not', 'K-18', '.']
 */
export function splitWords(text: string): readonly string[] {
  return (text.match(WORD) ?? []).map((word) => (word === '\n' ? MARKS.line : word));
}

/**
 * Joins words into a text. `joinWords(splitWords(text))` equals `text` if its spacing is that of plain
 * prose.
 */
export function joinWords(words: readonly string[]): string {
  return words
    .map((word) => (word === MARKS.line ? '\n' : word))
    .join(' ')
    .replace(/ ([.,;:!?)])/g, '$1')
    .replace(/\( /g, '(')
    .replace(/ ?\n ?/g, '\n');
}
