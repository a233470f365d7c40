import { MEMORY_INTRODUCTION, renderMemoryAdvice } from './memory-guide.ts';

/** Raised with every change of the text. */
export const TOOL_CALLS_SYSTEM_VERSION = 1;

const ACTIONS = `You act by calling tools. A reply may hold any number of calls; they take effect in the order written, and none of them returns anything to wait for.
- memory_create adds an entry.
- memory_read sets the query. The entries that fit it are listed at your next step, not in this one.
- memory_update replaces the text of the entry with that number in the list.
- memory_delete removes the entry with that number in the list.
- scratchpad_write replaces the whole scratchpad, so repeat what is to stay.
- final_answer answers the question you are asked. Call it only when you are asked to answer.`;

/** What the memory is and how to act on it by tool calls; the tools' own definitions go beside it. */
export function renderToolCallsSystem(capacity?: number): string {
  return `${MEMORY_INTRODUCTION}\n\n${ACTIONS}\n\n${renderMemoryAdvice(capacity)}`;
}
