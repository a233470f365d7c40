/**
 * The user prompt of AtomMem-8B for a question.
 *
 * @module
 */
import type { View } from '../memory/view.ts';
import type { AnswerObservation } from '../task/observation.ts';
import { atomMem8bData, QUERY_HINT, renderAtomMem8bView, type Truncate } from './atommem-8b-view.ts';

/** Raised with every change of the text. */
export const ATOMMEM_8B_ANSWER_VERSION = 1;

/** Writes the prompt for a question in the released order: instruction, hint, question, memories, rules, counter. */
export function renderAtomMem8bAnswer(
  { question, readsUsed, readsLeft }: AnswerObservation,
  view: View,
  truncate: Truncate,
): string {
  return `The article has been read to its end. Answer the question below from your memories. Write the answer inside <final_answer></final_answer>, with the answer itself in \\boxed{}.

${QUERY_HINT}

The question:
<question>
${atomMem8bData(question.text)}
</question>

${renderAtomMem8bView(view, truncate)}

Rules for your output:
- If the memories hold the answer, give it and nothing else, as short as it can be.
Example: <final_answer>\\boxed{Lund}</final_answer>
- If something is missing, write a query instead and look at the entries that it brings in the next turn.
Example: <update_query>Marta Velden birthplace</update_query>
- Do not add or modify entries any more.

You have queried **${readsUsed}** times in a row. The limit is **${readsUsed + readsLeft}**. If you are about to exceed it, give up with <final_answer>don't know</final_answer>`;
}
