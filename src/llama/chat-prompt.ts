/**
 * Writes a conversation as the tokens that a model continues, with the chat template of its file.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { importPackage } from '../shared/import-package.ts';
import { quoteText } from '../shared/redact.ts';
import type { NativeModel } from './llama-library.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface RenderedPrompt {
  readonly tokens: readonly number[];
  /** Whether the template opened a thought, so that the reply starts inside it. */
  readonly opensThought: boolean;
}

/** Writes conversations for one model. */
export interface ChatPrompts {
  /** @param thinking passed to the template as `enable_thinking`. Default: the template's own choice. */
  render(messages: readonly ChatMessage[], thinking?: boolean): RenderedPrompt;
}

/**
 * Loads a chat template. Needs the package `@huggingface/jinja`, which comes with node-llama-cpp.
 *
 * @throws AtomMemError `unknown-format` if there is no template or it is invalid
 */
export async function createChatPrompts(
  model: NativeModel,
  source: string | undefined,
  path: string,
): Promise<ChatPrompts> {
  if (source === undefined) {
    throw new AtomMemError('unknown-format', {
      problem: `${path} has no chat template, so it is probably a base model`,
      remedy: 'Use an instruction-tuned model, or pass chatTemplate',
      details: { path },
    });
  }
  const { Template } = await importPackage(
    '@huggingface/jinja',
    'llamaModel',
    () => import('@huggingface/jinja'),
  );
  const explain = (cause: unknown): AtomMemError =>
    new AtomMemError('unknown-format', {
      problem: `The chat template of ${path} fails: ${quoteText(String((cause as Error).message))}`,
      remedy: 'Pass a template that works as chatTemplate',
      cause,
      details: { path },
    });
  const template = attempt(() => new Template(source), explain);
  const guard = createTokenGuard(model);
  const { bos, bosString, eosString, shouldPrependBosToken } = model.tokens;
  const write = (messages: readonly ChatMessage[], thinking?: boolean): string =>
    template.render({
      messages,
      add_generation_prompt: true,
      bos_token: bosString ?? '',
      eos_token: eosString ?? '',
      // Templates check whether the variable is defined.
      ...(thinking !== undefined && { enable_thinking: thinking }),
    });

  return {
    render(messages, thinking) {
      const safe = mergeTurns(messages.map(({ role, content }) => ({ role, content: guard(content) })));
      const text = attempt(() => {
        try {
          return write(safe, thinking);
        } catch (cause) {
          // Some templates refuse a system message. It then goes before the first message of the user.
          if (safe[0]?.role !== 'system') throw cause;
          return write(foldSystem(safe), thinking);
        }
      }, explain);
      const tokens = model.tokenize(text, true);
      const needsBos = shouldPrependBosToken && bos !== null && tokens[0] !== bos;
      return {
        tokens: needsBos ? [bos, ...tokens] : tokens,
        opensThought: /<think>\s*$/.test(text.slice(-100)),
      };
    },
  };
}

function attempt<Result>(work: () => Result, explain: (cause: unknown) => AtomMemError): Result {
  try {
    return work();
  } catch (cause) {
    throw explain(cause);
  }
}

/** Joins messages of the same role, because many templates demand that roles alternate. */
function mergeTurns(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const merged: ChatMessage[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    if (last?.role === message.role)
      merged[merged.length - 1] = { ...last, content: `${last.content}\n\n${message.content}` };
    else merged.push(message);
  }
  return merged;
}

function foldSystem([system, ...rest]: readonly ChatMessage[]): readonly ChatMessage[] {
  return mergeTurns([{ role: 'user', content: system!.content }, ...rest]);
}

const MARK = '‹';

/** Returns a function that defuses special tokens in text, so that no document can end or start a turn. */
function createTokenGuard(model: NativeModel): (text: string) => string {
  const texts: string[] = [];
  for (const token of model.iterateAllTokens()) {
    if (!model.isSpecialToken(token)) continue;
    const text = model.detokenize([token], true);
    if (text.trim().length > 1) texts.push(text.replace(/[$()*+.?[\\\]^{|}/-]/g, '\\$&'));
  }
  if (texts.length === 0) return (text) => text;
  const pattern = new RegExp(texts.sort((one, other) => other.length - one.length).join('|'), 'gu');
  return (text) => text.replace(pattern, (token) => MARK + [...token].slice(1).join(''));
}
