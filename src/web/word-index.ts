/**
 * An index of the words of many pages, for a local search engine.
 *
 * @module
 */
import { dropStopWords } from '../search/stop-words.ts';
import { tokenize } from '../search/tokenize.ts';

/** Usual values of BM25. */
const SATURATION = 1.2;
const LENGTH_PENALTY = 0.7;

/** How often a word of a title counts. */
const TITLE_WEIGHT = 2;

export interface WordIndex {
  /** Returns positions of the texts that share most with the query, best first. Ties keep the order of the texts. */
  find(query: string, limit: number): readonly number[];
}

/** Indexes titles and texts (BM25). */
export function createWordIndex(
  texts: readonly { readonly title: string; readonly text: string }[],
): WordIndex {
  const postings = new Map<string, number[]>(); // position, count, position, count …
  const lengths = new Float64Array(texts.length);
  for (const [place, { title, text }] of texts.entries()) {
    const counts = new Map<string, number>();
    const words = tokenize(text, 'entry');
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const word of tokenize(title, 'entry')) counts.set(word, (counts.get(word) ?? 0) + TITLE_WEIGHT);
    lengths[place] = words.length;
    for (const [word, count] of counts) {
      const list = postings.get(word);
      if (list === undefined) postings.set(word, [place, count]);
      else list.push(place, count);
    }
  }
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, texts.length) || 1;

  return {
    find(query, limit) {
      const scores = new Float64Array(texts.length);
      const touched: number[] = [];
      for (const word of new Set(dropStopWords(tokenize(query, 'query')))) {
        const list = postings.get(word) ?? [];
        const found = list.length / 2;
        const rarity = Math.log(1 + (texts.length - found + 0.5) / (found + 0.5));
        for (let at = 0; at < list.length; at += 2) {
          const place = list[at]!;
          const count = list[at + 1]!;
          const length = 1 - LENGTH_PENALTY + LENGTH_PENALTY * (lengths[place]! / average);
          if (scores[place] === 0) touched.push(place);
          scores[place]! += (rarity * count * (SATURATION + 1)) / (count + SATURATION * length);
        }
      }
      return touched
        .sort((left, right) => scores[right]! - scores[left]! || left - right)
        .slice(0, Math.max(0, limit));
    },
  };
}
