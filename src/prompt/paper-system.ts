import { MEMORY_INTRODUCTION, renderMemoryAdvice } from './memory-guide.ts';

/** Raised with every change of the text. */
export const PAPER_SYSTEM_VERSION = 1;

const ACTIONS = `You act by writing tags. A reply may hold any number of them; they take effect in the order written.

<create_memory>Marta Velden founded Oster Bridges in 1911.</create_memory>
adds an entry.

<read_memory>Oster Bridges head office</read_memory>
sets the query. The entries that fit it are listed at your next step, not in this one.

<update_memory>Memory 2: Marta Velden, born in Lund, founded Oster Bridges in 1911.</update_memory>
replaces the text of the entry listed as Memory 2.

<delete_memory>Memory 3</delete_memory>
removes the entry listed as Memory 3.

<scratchpad>Q1: the founder is Marta Velden. Missing: where the company had its seat.</scratchpad>
replaces the whole scratchpad, so repeat what is to stay.

<final_answer>Lund</final_answer>
answers the question you are asked. Write it only when you are asked to answer.`;

/**
 * What the memory is and how to act on it in tags. The same at every step of an episode, so that servers
 * can keep it cached.
 */
export function renderPaperSystem(capacity?: number): string {
  return `${MEMORY_INTRODUCTION}\n\n${ACTIONS}\n\n${renderMemoryAdvice(capacity)}`;
}
