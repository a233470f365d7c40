/**
 * F1 of an answer.
 *
 * @module
 */
import { answerWords } from './normalise.ts';

/** Answers that score 0 or 1 only (HotpotQA's script). */
const UNDIVIDED = ['yes', 'no', 'noanswer'];

/**
 * Returns the F1 score over words, 0 to 1: the best over the accepted answers, or 0 without accepted answers. As in
 * HotpotQA's script, `yes`, `no` and `noanswer` score 0 against any longer answer.
 *
 * @example f1('Senator Nelson Rockefeller', ['Nelson Rockefeller']) // 0.8
 */
export function f1(prediction: string, answers: readonly string[]): number {
  const words = answerWords(prediction);
  return Math.max(0, ...answers.map((answer) => overlap(words, answerWords(answer))));
}

function overlap(prediction: readonly string[], answer: readonly string[]): number {
  const same = prediction.join(' ') === answer.join(' ');
  const undivided = UNDIVIDED.includes(prediction.join(' ')) || UNDIVIDED.includes(answer.join(' '));
  if (undivided && !same) return 0;
  const left = new Map<string, number>();
  for (const word of answer) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of prediction) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    shared++;
  }
  return shared === 0 ? 0 : (2 * shared) / (prediction.length + answer.length);
}
