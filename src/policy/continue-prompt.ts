/**
 * Removes the part of a recorded reply that the chat template writes.
 *
 * @module
 */
import type { ChatPrompt } from './chat-tokenizer.ts';

const OPENING = /^\s*(?:<think>|\[THINK\]|<seed:think>|◁think▷)\n?/;
const EMPTY_THOUGHT =
  /^\s*(?:<think>\s*<\/think>|\[THINK\]\s*\[\/THINK\]|<seed:think>\s*<\/seed:think>|◁think▷\s*◁\/think▷)\s*/;

/**
 * Removes from the start of a reply the text that the template wrote at the end of the prompt: the opening mark of a
 * thought, or an empty thought if thinking is off. A model must not learn to write it twice.
 */
export function continuePrompt(
  { opensThought, closesThought }: Pick<ChatPrompt, 'opensThought' | 'closesThought'>,
  reply: string,
): string {
  if (opensThought) return reply.replace(OPENING, '');
  return closesThought ? reply.replace(EMPTY_THOUGHT, '') : reply;
}
