import type { View } from '../memory/view.ts';
import type { AnswerObservation } from '../task/observation.ts';
import { asData } from './as-data.ts';
import { renderReadCount, renderShownMemory, SECTION_NAMES, type Wording } from './shown-memory.ts';

/** Raised with every change of the text. */
export const ANSWER_VERSION = 1;

/** One question, to be answered from memory. */
export function renderAnswer(observation: AnswerObservation, view: View, wording: Wording): string {
  const { question, readsLeft } = observation;
  const next =
    readsLeft > 0
      ? `If a fact is missing, use only ${wording.read} and look at what it lists.`
      : 'No read is left: answer now, with your best guess if need be.';
  return `The text has ended. Answer this question from your memory with ${wording.answer}: only the name, date, number, phrase, yes or no that is asked for, and no sentence around it.

<question>
${asData(question.text, SECTION_NAMES)}
</question>

${renderShownMemory(view)}

${renderReadCount(observation)} ${next}`;
}
