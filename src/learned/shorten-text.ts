/**
 * Shortens a text to the sentences that an answer most likely needs.
 *
 * @module
 */
import { type Profile, readSentences } from '../rules/profile.ts';
import { pickSentences } from '../rules/scratchpad.ts';
import type { PreparedQuestion } from './question.ts';
import { computeSentences, SENTENCE_FEATURES } from './sentence-features.ts';

/**
 * Weights of a logistic regression, fitted by `scripts/fit-sentences.ts` on the evidence of 999 training questions. It
 * predicts whether a sentence holds the answer or names other evidence.
 */
const WEIGHTS: Readonly<Record<string, number>> = {
  base: -3.92,
  covered: 2.14,
  relation: 1.01,
  asked: 0.64,
  isFirst: 1.2,
  isSecond: 0.89,
  isLast: 0.38,
  names: 0.62,
  holdsKind: 0.51,
  holdsKindAndRelation: 0.37,
  holdsPlace: 1.09,
  isFirstForDate: 1.18,
  namesCause: 2.88,
};

const ROW: readonly number[] = Object.keys(SENTENCE_FEATURES).map((name) => WEIGHTS[name]!);

/** Probability from which a sentence is kept. Shorter texts leave room for others. */
const LEAST_NEED = 0.05;

/**
 * Returns the sentences of a text that one of the questions may need, in order, in at most `limit` characters. The
 * sentence that is needed most is kept in any case.
 *
 * @param weights in the order of `SENTENCE_FEATURES`
 */
export function shortenText(
  questions: readonly PreparedQuestion[],
  text: Profile,
  limit: number,
  weights: readonly number[] = ROW,
): string {
  const rows = questions.map((question) => computeSentences(question, text));
  const sentences = readSentences(text);
  const needs = sentences.map((_, place) =>
    Math.max(...rows.map((row) => estimateNeed(row[place]!, weights))),
  );
  const least = Math.min(LEAST_NEED, Math.max(0, ...needs));
  // A long sentence takes the place of several short ones.
  const values = needs.map((need, place) =>
    need < least ? undefined : need / Math.sqrt(sentences[place]!.text.length),
  );
  return pickSentences(text, values, limit);
}

/** Returns the probability that a sentence is needed. */
function estimateNeed(row: Float64Array, weights: readonly number[]): number {
  let sum = 0;
  for (let place = 0; place < row.length; place += 1) sum += weights[place]! * row[place]!;
  return 1 / (1 + Math.exp(-sum));
}
