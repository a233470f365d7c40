/**
 * `tokenLanguageModelPolicy`: runs a language model on an engine with its own tokens.
 *
 * @module
 */
import type { Issue } from '../codec/codec.ts';
import type { Format } from '../format/format.ts';
import { type FormatName, resolveFormat } from '../format/resolve-format.ts';
import { chooseAction } from '../task/action.ts';
import type { Observation } from '../task/observation.ts';
import type { ChatTokenizer } from './chat-tokenizer.ts';
import { type FittedPrompt, fitPrompt } from './fit-prompt.ts';
import { classifyModelError } from './model-failure.ts';
import { type Failure, NO_USAGE, type Policy, type PolicyContext, type Reply } from './policy.ts';
import { rejectExamples } from './reject-examples.ts';
import type { TokenSampler } from './token-policy.ts';

/** Options of `tokenLanguageModelPolicy`. */
export interface TokenLanguageModelOptions {
  /** The model's tokenizer, from `loadChatTokenizer`. */
  readonly chat: ChatTokenizer;
  /** Format of the model's operations, with the matching prompts. Default: `'tags'`. */
  readonly format?: FormatName | Format;
  /** Continues a prompt: an engine with fixed sampling parameters, `chat.stop` and seed. */
  readonly sample: TokenSampler;
  /**
   * Maximum number of tokens in a prompt: the model's context minus the longest reply. Default: 16384 (released
   * script).
   */
  readonly maxPromptTokens?: number;
  /** Default: the template's own choice (on for Qwen3). */
  readonly thinking?: boolean;
  /** Recorded in trajectories. Default: the tokenizer's name. */
  readonly name?: string;
}

/**
 * Creates a policy that samples from an engine. Every step records the ids of prompt and reply and the
 * log-probabilities of the reply, so that training uses the sampled tokens. `actionMask` separates prompt from reply.
 * Failures of the engine are returned as `failure`.
 *
 * @throws AtomMemError `bad-option` for an unknown format.
 * @example
 * const policy = tokenLanguageModelPolicy({ chat, format: 'tags', sample });
 */
export function tokenLanguageModelPolicy(options: TokenLanguageModelOptions): Policy {
  const { chat, sample, thinking, maxPromptTokens: limit = 16_384 } = options;
  const format = resolveFormat(options.format ?? 'tags');
  const { codec, prompts } = format;
  const name = options.name ?? chat.name;
  return {
    name,
    settings: {
      model: name,
      tokenizer: chat.name,
      codec: codec.name,
      prompts: prompts.version,
      maxPromptTokens: limit,
      thinking: thinking ?? null,
    },
    async act(observation, context) {
      const { view, capacity } = context;
      const prompt = fitPrompt(observation, { view, capacity }, { chat, prompts, limit, thinking });
      if ('needed' in prompt) return toFailedReply(reportTooLong(prompt.needed, limit));
      try {
        const { tokens, logprobs } = await sample(prompt.ids, context);
        return readReply(observation, prompt, { reply: tokens, logprobs }, { chat, format, limit });
      } catch (cause) {
        return { ...toFailedReply(toFailure(cause, context)), prompt: prompt.messages };
      }
    },
  };
}

interface Reading {
  readonly chat: ChatTokenizer;
  readonly format: Format;
  readonly limit: number;
}

function readReply(
  observation: Observation,
  { ids, messages, opensThought, cut }: FittedPrompt,
  { reply, logprobs }: { readonly reply: readonly number[]; readonly logprobs: readonly number[] },
  { chat, format, limit }: Reading,
): Reply {
  const said = chat.decode(reply);
  // The template opened the thought. Without the opening mark, a truncated thought would be parsed as a reply.
  const text = opensThought ? `<think>${said}` : said;
  const isActing = observation.stage === 'act';
  const tools = isActing ? observation.situation.tools.map((tool) => tool.name) : [];
  const parsed = rejectExamples(format.codec.parse(text, { tools }), format.prompts.examples, messages);
  const { operations, answers, issues } = parsed;
  return {
    operations,
    action: chooseAction(isActing ? parsed : { answers }),
    issues: cut === 0 ? issues : [reportCutChunk(cut, limit), ...issues],
    usage: { modelCalls: 1, promptTokens: ids.length, cachedTokens: 0, completionTokens: reply.length },
    prompt: messages,
    text,
    tokens: { prompt: ids, reply, logprobs },
  };
}

function reportCutChunk(tokens: number, limit: number): Issue {
  const message = `the last ${tokens} tokens of the chunk were not shown: the prompt is limited to ${limit} tokens`;
  return { kind: 'over-long', message, span: { start: 0, end: 0 } };
}

function reportTooLong(needed: number, limit: number): Failure {
  return {
    boundary: 'policy',
    kind: 'refused',
    message: `the prompt has ${needed} tokens even without the text of a chunk, and at most ${limit} are allowed: raise maxPromptTokens, or show fewer entries`,
  };
}

function toFailure(cause: unknown, { signal }: PolicyContext): Failure {
  if (signal?.aborted) return { boundary: 'model', kind: 'aborted', message: 'aborted' };
  return classifyModelError(cause).failure;
}

function toFailedReply(failure: Failure): Reply {
  return { operations: [], action: { kind: 'none' }, issues: [], usage: NO_USAGE, failure };
}
