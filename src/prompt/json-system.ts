/**
 * The system prompt of the `json` format.
 *
 * @module
 */
import { EXAMPLE_TEXTS, MEMORY_INTRODUCTION, renderMemoryAdvice } from './memory-guide.ts';

/** Raised with every change of the text. */
export const JSON_SYSTEM_VERSION = 1;

const { create, update, scratchpad, read, answer } = EXAMPLE_TEXTS;

const ACTIONS = `Reply with a JSON array and nothing else. Each item is one operation. The operations take effect in the order written. To do nothing, reply with [].

This example shows every operation:
[
{"op": "create", "text": "${create}"},
{"op": "update", "slot": 2, "text": "${update}"},
{"op": "delete", "slot": 3},
{"op": "scratchpad", "text": "${scratchpad}"},
{"op": "read", "query": "${read}"},
{"op": "answer", "text": "${answer}"}
]

- create adds an entry.
- update replaces the text of a listed entry. "slot" is its number in the list.
- delete removes a listed entry.
- scratchpad replaces the whole scratchpad. Repeat what you want to keep.
- read sets the query. The next step lists the entries that match it.
- answer answers a question. Use it only when you are asked to answer.`;

/** Writes the system prompt. It is the same at every step of an episode, so that servers can cache it. */
export function renderJsonSystem(capacity?: number): string {
  return `${MEMORY_INTRODUCTION}\n\n${ACTIONS}\n\n${renderMemoryAdvice(capacity)}`;
}
