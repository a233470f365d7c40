/**
 * Measures which terms of a question a piece of evidence contains.
 *
 * @module
 */
import type { QuestionTerm } from './question-terms.ts';

/** Shares are between 0 and 1. Content words are those that do not describe the kind of answer. */
export interface TermCoverage {
  /** Share of the weight of content words in the sentence, its headings, its file name or the sentence before. */
  readonly said: number;
  /** Share of the weight of content words in the sentence or its headings. */
  readonly near: number;
  /** Missing content words: 0 for none, 1 for three or more. */
  readonly open: number;
  /** Share of the question's names and numbers in the evidence. */
  readonly names: number;
  /** Strength of the rarest content word that is no name. */
  readonly main: number;
  /** Strength of the word for what is asked or counted: 1 if the question has none. */
  readonly asked: number;
}

/** Strength from which a term counts as said, the sentence before included. Below it, the term is open. */
export const SAID = 0.35;

/** Strength from which a term is in the sentence or its headings. */
const NEAR = 0.5;

/** Strength from which a term is in the text itself, synonyms included. */
export const IN_TEXT = 0.6;

/** @param strengths strength of each term in the evidence, in the order of the terms */
export function measureTerms(terms: readonly QuestionTerm[], strengths: readonly number[]): TermCoverage {
  const content = terms.flatMap((term, place) =>
    term.generic ? [] : [{ ...term, strength: Math.min(1, strengths[place] ?? 0) }],
  );
  const total = content.reduce((sum, { weight }) => sum + weight, 0);
  const share = (least: number): number =>
    total === 0
      ? 1
      : content.reduce((sum, { weight, strength }) => sum + (strength >= least ? weight : 0), 0) / total;
  const named = terms.flatMap((term, place) => (term.named ? [strengths[place] ?? 0] : []));
  const common = content.filter((term) => !term.named);
  const main = common.toSorted((left, right) => right.weight - left.weight)[0];
  return {
    said: share(SAID),
    near: share(NEAR),
    open: Math.min(3, content.filter(({ strength }) => strength < SAID).length) / 3,
    names: named.length === 0 ? 1 : named.filter((strength) => strength >= SAID).length / named.length,
    main: main?.strength ?? 1,
    asked: terms.some(({ asked }) => asked)
      ? Math.max(...terms.map((term, place) => (term.asked ? Math.min(1, strengths[place] ?? 0) : 0)))
      : 1,
  };
}

/** Joins the evidence of two sentences. */
export function joinStrengths(left: readonly number[], right: readonly number[]): readonly number[] {
  return left.map((strength, place) => Math.max(strength, right[place] ?? 0));
}
