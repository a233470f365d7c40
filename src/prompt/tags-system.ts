/**
 * The system prompt of the `tags` format.
 *
 * @module
 */
import { EXAMPLE_TEXTS, MEMORY_INTRODUCTION, renderMemoryAdvice } from './memory-guide.ts';

/** Raised with every change of the text. */
export const TAGS_SYSTEM_VERSION = 2;

const { create, update, scratchpad, read, answer } = EXAMPLE_TEXTS;

const ACTIONS = `Write tags to use your memory. Write as many as you need. They take effect in the order written.

This example shows every tag:
<create_memory>${create}</create_memory>
<update_memory>Memory 2: ${update}</update_memory>
<delete_memory>Memory 3</delete_memory>
<scratchpad>${scratchpad}</scratchpad>
<read_memory>${read}</read_memory>
<final_answer>${answer}</final_answer>

- <create_memory> adds an entry.
- <update_memory> replaces the text of a listed entry. Begin with its number.
- <delete_memory> removes a listed entry.
- <scratchpad> replaces the whole scratchpad. Repeat what you want to keep.
- <read_memory> sets the query. The next step lists the entries that match it.
- <final_answer> answers a question. Use it only when you are asked to answer.`;

/** Writes the system prompt. It is the same at every step of an episode, so that servers can cache it. */
export function renderTagsSystem(capacity?: number): string {
  return `${MEMORY_INTRODUCTION}\n\n${ACTIONS}\n\n${renderMemoryAdvice(capacity)}`;
}
