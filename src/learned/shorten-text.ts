/**
 * Shortens a text to the sentences that an answer most likely needs.
 *
 * @module
 */
import { type Profile, readSentences } from '../rules/profile.ts';
import { joinLines, pickSentences } from '../rules/scratchpad.ts';
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

/**
 * Returns the sentences of a text that one of the questions most likely needs, in order, in at most `limit` characters.
 * A text that fits is returned whole, on one line.
 *
 * @param weights in the order of `SENTENCE_FEATURES`
 */
export function shortenText(
  questions: readonly PreparedQuestion[],
  text: Profile,
  limit: number,
  weights: readonly number[] = ROW,
): string {
  const flat = joinLines(text.text);
  if (flat.length <= limit) return flat;
  const rows = questions.map((question) => computeSentences(question, text));
  // A long sentence takes the place of several short ones.
  const values = readSentences(text).map(
    (sentence, place) =>
      Math.max(...rows.map((row) => estimateNeed(row[place]!, weights))) / Math.sqrt(sentence.text.length),
  );
  return pickSentences(text, values, limit);
}

/** Returns the probability that a sentence is needed. */
function estimateNeed(row: Float64Array, weights: readonly number[]): number {
  let sum = 0;
  for (let place = 0; place < row.length; place += 1) sum += weights[place]! * row[place]!;
  return 1 / (1 + Math.exp(-sum));
}
