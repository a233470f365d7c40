/**
 * The user prompt of AtomMem-8B for a chunk.
 *
 * @module
 */
import type { View } from '../memory/view.ts';
import type { MemoriseObservation } from '../task/observation.ts';
import { atomMem8bData, QUERY_HINT, renderAtomMem8bView, type Truncate } from './atommem-8b-view.ts';

/** Raised with every change of the text. */
export const ATOMMEM_8B_MEMORISE_VERSION = 1;

/** Writes the prompt for a chunk in the released order: questions, memories, hint, chunk, strategy, counter. */
export function renderAtomMem8bMemorise(
  { questions, chunk, readsUsed, readsLeft }: MemoriseObservation,
  view: View,
  truncate: Truncate,
): string {
  const asked = questions.map(({ text }) => atomMem8bData(text.replace(/[\r\n]+/g, ' '))).join('\n');
  return `You are reading an article in order to answer these questions later:
<questions>
${asked}
</questions>

${renderAtomMem8bView(view, truncate)}

${QUERY_HINT}

The current piece of the article:
<article>
${atomMem8bData(chunk.text)}
</article>

Strategy: keep only what is essential for the questions in the short-term memory, and rewrite it with <update_memory> now. Put side facts that may become useful into the long-term memory with <add_memory>; one piece often holds several facts that do not belong together, and each deserves an entry of its own. Improve entries with <modify_memory> and drop useless ones with <delete_memory>. Treat the questions one by one: for each, note what this piece settles and what is still missing.

You have queried **${readsUsed}** times in a row. The limit is **${readsUsed + readsLeft}**.`;
}
