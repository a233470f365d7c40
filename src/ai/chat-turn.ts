/**
 * Reads the turn to answer from an AI SDK prompt.
 *
 * @module
 */
import type { LanguageModelCall } from './defer-model.ts';
import { stripMemoryBlocks } from './memory-block.ts';

export type ChatPrompt = LanguageModelCall['prompt'];

/** One user message with its context. */
export interface ChatTurn {
  /** Equal for every step of the same turn, different for other turns of the conversation. */
  readonly key: string;
  /** The user's text, without injected blocks. */
  readonly text: string;
  /** The assistant's previous text, without injected blocks. Empty at the start. */
  readonly before: string;
  /** 0-based index of the user message in the prompt. */
  readonly place: number;
  /** Number of user messages up to and including this one. */
  readonly number: number;
}

/** Returns the turn of a prompt, or `undefined` if it has no user message. */
export function readChatTurn(prompt: ChatPrompt): ChatTurn | undefined {
  const place = prompt.findLastIndex(({ role }) => role === 'user');
  if (place < 0) return undefined;
  const text = readText(prompt[place]!);
  const spoken = prompt.slice(0, place + 1).filter(({ role }) => role !== 'system');
  const before = spoken.findLast(({ role }) => role === 'assistant');
  return {
    key: hashText(spoken.map((message) => `${message.role}\n${readText(message)}`).join('\n\n')),
    text,
    before: before === undefined ? '' : readText(before),
    place,
    number: spoken.filter(({ role }) => role === 'user').length,
  };
}

/** Appends the block to the turn's user message and returns the new prompt. No other message changes. */
export function addBlock(prompt: ChatPrompt, { place }: ChatTurn, block: string): ChatPrompt {
  if (block === '') return prompt;
  return prompt.map((message, index) => {
    if (index !== place || message.role !== 'user') return message;
    return { ...message, content: [...message.content, { type: 'text', text: `\n\n${block}` }] };
  });
}

/** Returns the text of a message's text parts, without injected blocks. */
function readText({ content }: ChatPrompt[number]): string {
  if (typeof content === 'string') return stripMemoryBlocks(content);
  const parts = content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return stripMemoryBlocks(parts.join('\n')).trim();
}

/** Combines two 32-bit hashes, so collisions among the kept turns are negligible. */
function hashText(text: string): string {
  let [one, two] = [0x811c9dc5, 0x9e3779b9];
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code, 0x85ebca6b) + place;
  }
  return `${text.length}:${(one >>> 0).toString(36)}:${(two >>> 0).toString(36)}`;
}
