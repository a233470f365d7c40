/**
 * The system prompt of the `tools` format.
 *
 * @module
 */
import { MEMORY_INTRODUCTION, renderMemoryAdvice } from './memory-guide.ts';

/** Raised with every change of the text. */
export const TOOLS_SYSTEM_VERSION = 2;

const ACTIONS = `Call tools to use your memory. Make as many calls as you need in one reply. They take effect in the order written and return nothing.
- memory_create adds an entry.
- memory_update replaces the text of a listed entry.
- memory_delete removes a listed entry.
- scratchpad_write replaces the whole scratchpad. Repeat what you want to keep.
- memory_read sets the query. The next step lists the entries that match it.
- final_answer answers a question. Call it only when you are asked to answer.`;

/** Writes the system prompt. The definitions of the tools are sent beside it. */
export function renderToolsSystem(capacity?: number): string {
  const advice = renderMemoryAdvice(capacity).replace(/- The words in capitals[^\n]*\n/, '');
  return `${MEMORY_INTRODUCTION}\n\n${ACTIONS}\n\n${advice}`;
}
