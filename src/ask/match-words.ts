/**
 * Finds the terms of a question in a short text.
 *
 * @module
 */
import type { Language } from './language.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { Stemming } from './stemming.ts';
import { findTerms, listCodes } from './terms.ts';

const CLOSE = [2, 1.5];

/** Reads terms of cells, headers and phrases. */
export interface WordMatcher {
  /** Returns the weight of the question's terms in the text. */
  weigh(text: string): number;
  /** Returns the weight of terms with these strengths. */
  sum(strengths: readonly number[]): number;
  /** Like `sum`, without words that describe the kind of answer. */
  sumContent(strengths: readonly number[]): number;
  /** Returns the strength of each term of the question in the text, 0 to 1. */
  strengths(text: string): readonly number[];
  /** Returns the share of the text's terms that are in the question, synonyms included, 0 to 1. */
  share(text: string): number;
  /** Returns the share of the text's terms that the question contains in the same words, 0 to 1. */
  repeats(text: string): number;
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
  const exact = new Set<string>();
  const foreign = new Set<Language>();
  for (const [place, { variants, weight }] of terms.entries())
    for (const [term, share] of variants) {
      worth.set(term, Math.max(worth.get(term) ?? 0, weight * share * (CLOSE[place] ?? 1)));
      if (share === 1) exact.add(term);
      if (/^[a-z]{2}:/.test(term)) foreign.add(term.slice(0, 2) as Language);
    }
  const read = (text: string): readonly (readonly string[])[] => [
    [...findTerms(text, language, stemming), ...listCodes(text)],
    ...[...foreign].map((other) => findTerms(text, other, stemming).map((term) => `${other}:${term}`)),
  ];
  const strengths = (text: string): readonly number[] => {
    const held = new Set(read(text).flat());
    return terms.map(({ variants }) => {
      let best = 0;
      for (const [term, share] of variants) if (held.has(term)) best = Math.max(best, share);
      return best;
    });
  };
  const sum = (own: readonly number[]): number =>
    own.reduce((total, strength, place) => total + strength * terms[place]!.weight, 0);
  const sumContent = (own: readonly number[]): number =>
    sum(own.map((strength, place) => (terms[place]!.generic ? 0 : strength)));
  const measureShare = (text: string, known: Pick<ReadonlySet<string>, 'has'>): number =>
    Math.max(
      ...read(text).map((own) =>
        own.length === 0 ? 0 : own.filter((term) => known.has(term)).length / own.length,
      ),
    );
  return {
    strengths,
    sum,
    sumContent,
    weigh: (text) => sum(strengths(text)),
    share: (text) => measureShare(text, worth),
    repeats: (text) => measureShare(text, exact),
    find(text) {
      return [...text.matchAll(/[\p{L}\p{M}]+|\p{N}+(?:[.,:]\p{N}+)*/gu)].flatMap((match) => {
        const weight = Math.max(
          0,
          ...read(match[0])
            .flat()
            .map((term) => worth.get(term) ?? 0),
        );
        return weight > 0 ? [{ at: match.index, weight }] : [];
      });
    },
  };
}
