/**
 * Fits a prompt into a token limit.
 *
 * @module
 */
import type { PromptMessage } from '../prompt/prompt-message.ts';
import type { PromptContext, PromptSet } from '../prompt/prompt-set.ts';
import type { Observation } from '../task/observation.ts';
import type { ChatPrompt, ChatTokenizer } from './chat-tokenizer.ts';

/** Options of `fitPrompt`. */
export interface FitPromptOptions {
  readonly chat: Pick<ChatTokenizer, 'encode' | 'encodeText' | 'decode'>;
  readonly prompts: PromptSet;
  /** Maximum number of tokens in the prompt, template included. */
  readonly limit: number;
  readonly thinking?: boolean;
}

/** A prompt within its limit. */
export interface FittedPrompt extends ChatPrompt {
  readonly messages: readonly PromptMessage[];
  /** Number of tokens cut from the end of the chunk or situation. */
  readonly cut: number;
}

/**
 * Renders a prompt of at most `limit` tokens. If it is too long, the end of the chunk's or situation's text is cut.
 * Instructions, memory and template tokens are never cut.
 *
 * @returns the prompt, or if it is too long even without that text, `needed`: its number of tokens.
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
  if (observation.stage === 'answer') return { needed: fitted.ids.length };
  const text = observation.stage === 'act' ? observation.situation.content : observation.chunk.text;
  const tokens = chat.encodeText(text);
  let kept = tokens.length;
  while (fitted.ids.length > limit && kept > 0) {
    kept = Math.max(0, kept - (fitted.ids.length - limit));
    fitted = render(withText(observation, chat.decode(tokens.slice(0, kept))), tokens.length - kept);
  }
  return fitted.ids.length <= limit ? fitted : { needed: fitted.ids.length };
}

function withText(
  observation: Exclude<Observation, { readonly stage: 'answer' }>,
  cutText: string,
): Observation {
  // A cut inside a character produces replacement characters.
  const text = cutText.replace(/\uFFFD+$/, '');
  return observation.stage === 'act'
    ? { ...observation, situation: { ...observation.situation, content: text } }
    : { ...observation, chunk: { ...observation.chunk, text } };
}
