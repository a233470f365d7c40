/**
 * The user prompt for a question.
 *
 * @module
 */
import type { View } from '../memory/view.ts';
import type { AnswerObservation } from '../task/observation.ts';
import { asData } from './as-data.ts';
import { renderReadCount, renderShownMemory, SECTION_NAMES, type Wording } from './shown-memory.ts';

/** Increases with every change of the text. */
export const ANSWER_VERSION = 2;

/** Writes the prompt for one question, to be answered from memory. */
export function renderAnswer(observation: AnswerObservation, view: View, wording: Wording): string {
  const { question, readsLeft, readsUsed, turn } = observation;
  const next =
    readsLeft > 0
      ? `If a fact is missing, use only ${wording.read} and look at the entries at the next step.`
      : 'No read is left. Answer now. If you are not sure, give your best guess.';
  const again =
    turn > 0 && readsUsed === 0 ? `\nYour last reply held no ${wording.answer}. Give your answer now.` : '';
  return `The text has ended. Answer this question from your memory:

<question>
${asData(question.text, SECTION_NAMES)}
</question>

${renderShownMemory(view)}

Answer with ${wording.answer}. Write only the name, date, number, phrase, yes or no that the question asks for.
${renderReadCount(observation)} ${next}${again}`;
}
