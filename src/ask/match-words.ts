/**
 * Finds the terms of a question in a short text.
 *
 * @module
 */
import type { Language } from './language.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { Stemming } from './stemming.ts';
import { findTerms } from './terms.ts';

const CLOSE = [2, 1.5];

/** Reads terms of cells, headers and phrases. */
export interface WordMatcher {
  /** Returns the weight of the question's terms in the text. */
  weigh(text: string): number;
  /** Returns the strength of each term of the question in the text, 0 to 1. */
  strengths(text: string): readonly number[];
  /** Returns the share of the text's terms that are in the question, 0 to 1. */
  share(text: string): number;
  /** Returns offsets of the question's terms in a text, with their weights. */
  find(text: string): readonly { readonly at: number; readonly weight: number }[];
}

export function createMatcher(
  terms: readonly QuestionTerm[],
  language: Language,
  stemming: Stemming,
): WordMatcher {
  // Words shortly after the question word describe the answer best.
  const worth = new Map<string, number>();
  for (const [place, { variants, weight }] of terms.entries())
    for (const [term, share] of variants)
      worth.set(term, Math.max(worth.get(term) ?? 0, weight * share * (CLOSE[place] ?? 1)));
  const read = (text: string): string[] => findTerms(text, language, stemming);
  const strengths = (text: string): readonly number[] => {
    const held = new Set(read(text));
    return terms.map(({ variants }) => {
      let best = 0;
      for (const [term, share] of variants) if (held.has(term)) best = Math.max(best, share);
      return best;
    });
  };
  return {
    strengths,
    weigh: (text) =>
      strengths(text).reduce((sum, strength, place) => sum + strength * terms[place]!.weight, 0),
    share(text) {
      const own = read(text);
      return own.length === 0 ? 0 : own.filter((term) => worth.has(term)).length / own.length;
    },
    find(text) {
      return [...text.matchAll(/[\p{L}\p{M}]+|\p{N}+(?:[.,:]\p{N}+)*/gu)].flatMap((match) => {
        const weight = Math.max(0, ...read(match[0]).map((term) => worth.get(term) ?? 0));
        return weight > 0 ? [{ at: match.index, weight }] : [];
      });
    },
  };
}
