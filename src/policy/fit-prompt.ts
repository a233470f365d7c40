import type { PromptMessage } from '../prompt/prompt-message.ts';
import type { PromptContext, PromptSet } from '../prompt/prompt-set.ts';
import type { MemoriseObservation, Observation } from '../task/observation.ts';
import type { ChatPrompt, ChatTokenizer } from './chat-tokenizer.ts';

export interface FitPromptOptions {
  readonly chat: Pick<ChatTokenizer, 'encode' | 'encodeText' | 'decode'>;
  readonly prompts: PromptSet;
  /** Most tokens of the prompt, the template's own included. */
  readonly limit: number;
  readonly thinking?: boolean;
}

/** A prompt within its limit. */
export interface FittedPrompt extends ChatPrompt {
  readonly messages: readonly PromptMessage[];
  /** Tokens at the end of the chunk that are not shown. */
  readonly cut: number;
}

/**
 * Renders a prompt of at most `limit` tokens. What is too long is cut from the end of the chunk's text,
 * before the prompt is made: instructions, memory and the template's own tokens stay whole.
 *
 * @returns or `needed`, the tokens of the prompt without any chunk, where that is too long by itself.
 */
export function fitPrompt(
  observation: Observation,
  context: PromptContext,
  options: FitPromptOptions,
): FittedPrompt | { readonly needed: number } {
  const { chat, prompts, limit, thinking } = options;
  const render = (shown: Observation, cut: number): FittedPrompt => {
    const messages = prompts.render(shown, context);
    return { messages, cut, ...chat.encode(messages, thinking) };
  };
  let fitted = render(observation, 0);
  if (fitted.ids.length <= limit) return fitted;
  if (observation.stage !== 'memorise') return { needed: fitted.ids.length };
  const chunk = chat.encodeText(observation.chunk.text);
  let kept = chunk.length;
  while (fitted.ids.length > limit && kept > 0) {
    kept = Math.max(0, kept - (fitted.ids.length - limit));
    fitted = render(withText(observation, chat.decode(chunk.slice(0, kept))), chunk.length - kept);
  }
  return fitted.ids.length <= limit ? fitted : { needed: fitted.ids.length };
}

/** A cut inside a character leaves replacement characters, which nobody wrote. */
function withText(observation: MemoriseObservation, text: string): MemoriseObservation {
  return { ...observation, chunk: { ...observation.chunk, text: text.replace(/\uFFFD+$/, '') } };
}
