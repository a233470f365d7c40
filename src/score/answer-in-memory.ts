import type { View } from '../memory/view.ts';
import { normaliseAnswer } from './normalise.ts';

/** Answers that any text could be said to hold. */
const UNDECIDABLE = ['yes', 'no', 'noanswer'];

/**
 * Whether memory holds what is needed to answer: an accepted answer stands, normalised and as whole words,
 * in the scratchpad or in one of the entries shown. Needs no model and no answer. `undefined` where it
 * means nothing: no accepted answer, or the official one is yes or no.
 */
export function answerInMemory(
  question: { readonly answers: readonly string[] },
  shown: Pick<View, 'scratchpad' | 'entries'>,
): boolean | undefined {
  const answers = question.answers.map(normaliseAnswer).filter((answer) => answer !== '');
  if (answers.length === 0 || UNDECIDABLE.includes(answers[0]!)) return undefined;
  const texts = [shown.scratchpad, ...shown.entries.map(({ text }) => text)];
  // A line break parts the texts: no answer is put together from the end of one and the start of the next.
  const memory = texts.map((text) => ` ${normaliseAnswer(text)} `).join('\n');
  return answers.some((answer) => memory.includes(` ${answer} `));
}
