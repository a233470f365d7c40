import type { Codec, Issue } from '../codec/codec.ts';
import type { PromptSet } from '../prompt/prompt-set.ts';
import type { ChatTokenizer } from './chat-tokenizer.ts';
import { type FittedPrompt, fitPrompt } from './fit-prompt.ts';
import { classifyModelError } from './model-failure.ts';
import { type Failure, NO_USAGE, type Policy, type PolicyContext, type Reply } from './policy.ts';
import type { TokenSampler } from './token-policy.ts';

export interface TokenLanguageModelOptions {
  /** The model's tokens, as `loadChatTokenizer` makes them. */
  readonly chat: ChatTokenizer;
  /** Reads the reply's text. */
  readonly codec: Codec;
  /** The prompts that go with the codec. */
  readonly prompts: PromptSet;
  /** Continues a prompt: an engine, with sampling parameters, `chat.stop` and seed already chosen. */
  readonly sample: TokenSampler;
  /** Most tokens of a prompt: the model's context less the longest reply. Default 16384 (released script). */
  readonly maxPromptTokens?: number;
  /** Default: the template's own choice (on for Qwen3). */
  readonly thinking?: boolean;
  /** Stands in trajectories. Default: the tokenizer's name. */
  readonly name?: string;
}

/**
 * Lets a language model behind an engine manage the memory, in its own tokens: the exact ids of prompt and
 * reply and the reply's log-probabilities stand in every step, so that what was sampled is what is trained
 * on (`actionMask` tells the two apart). What goes wrong outside comes back as a `failure`.
 *
 * @example
 * const chat = await loadChatTokenizer(await readModelFolder('models/Qwen3-8B'));
 * const policy = tokenLanguageModelPolicy({ chat, codec: paperCodec, prompts: paperPrompts, sample });
 */
export function tokenLanguageModelPolicy(options: TokenLanguageModelOptions): Policy {
  const { chat, codec, prompts, sample, thinking, maxPromptTokens: limit = 16_384 } = options;
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
      const shown = { view, ...(capacity !== undefined && { capacity }) };
      const how = { chat, prompts, limit, ...(thinking !== undefined && { thinking }) };
      const prompt = fitPrompt(observation, shown, how);
      if ('needed' in prompt) return failedReply(tooLong(prompt.needed, limit));
      try {
        const { tokens, logprobs } = await sample(prompt.ids, context);
        return readReply(options, prompt, { reply: tokens, logprobs });
      } catch (cause) {
        return { ...failedReply(failureOf(cause, context)), prompt: prompt.messages };
      }
    },
  };
}

function readReply(
  { chat, codec, maxPromptTokens = 16_384 }: TokenLanguageModelOptions,
  { ids, messages, opensThought, cut }: FittedPrompt,
  { reply, logprobs }: { readonly reply: readonly number[]; readonly logprobs: readonly number[] },
): Reply {
  const said = chat.decode(reply);
  // Without its opening tag, a thought that was cut short would be read as the reply.
  const text = opensThought ? `<think>${said}` : said;
  const { operations, answers, issues } = codec.parse(text);
  return {
    operations,
    action: answers.length > 0 ? { kind: 'answer', answers } : { kind: 'none' },
    issues: cut === 0 ? issues : [chunkCut(cut, maxPromptTokens), ...issues],
    usage: { modelCalls: 1, promptTokens: ids.length, cachedTokens: 0, completionTokens: reply.length },
    prompt: messages,
    text,
    tokens: { prompt: ids, reply, logprobs },
  };
}

function chunkCut(tokens: number, limit: number): Issue {
  const message = `the last ${tokens} tokens of the chunk were not shown: the prompt would have passed ${limit} tokens`;
  return { kind: 'over-long', message, span: { start: 0, end: 0 } };
}

function tooLong(needed: number, limit: number): Failure {
  return {
    boundary: 'policy',
    kind: 'refused',
    message: `the prompt has ${needed} tokens even without a chunk; at most ${limit} are allowed: raise maxPromptTokens, or show fewer entries`,
  };
}

function failureOf(cause: unknown, { signal }: PolicyContext): Failure {
  if (signal?.aborted) return { boundary: 'model', kind: 'aborted', message: 'aborted' };
  return classifyModelError(cause).failure;
}

function failedReply(failure: Failure): Reply {
  return { operations: [], action: { kind: 'none' }, issues: [], usage: NO_USAGE, failure };
}
