/**
 * Checks whether memory shows an accepted answer.
 *
 * @module
 */
import type { View } from '../memory/view.ts';
import { normaliseAnswer } from './normalise.ts';

/** Answers that occur in any text. */
const UNDECIDABLE = ['yes', 'no', 'noanswer'];

/**
 * Returns whether the scratchpad or an entry shown contains an accepted answer, normalised and as whole words. It
 * measures memory without a model and without an answer. Returns `undefined` if there is no accepted answer, or the
 * official one is yes or no.
 */
export function answerInMemory(
  question: { readonly answers: readonly string[] },
  shown: Pick<View, 'scratchpad' | 'entries'>,
): boolean | undefined {
  const answers = question.answers.map(normaliseAnswer).filter((answer) => answer !== '');
  if (answers.length === 0 || UNDECIDABLE.includes(answers[0]!)) return undefined;
  const texts = [shown.scratchpad, ...shown.entries.map(({ text }) => text)];
  // The line break keeps an answer from matching across two texts.
  const memory = texts.map((text) => ` ${normaliseAnswer(text)} `).join('\n');
  return answers.some((answer) => memory.includes(` ${answer} `));
}
