/**
 * Policies that run on an engine with token ids.
 *
 * @module
 */
import type { ParsedReply } from '../codec/codec.ts';
import type { TokenCodec } from '../codec/token-codec.ts';
import { chooseAction } from '../task/action.ts';
import type { Observation } from '../task/observation.ts';
import type { Policy, PolicyContext, Reply, ReplyTokens } from './policy.ts';

/** Continues a prompt with an engine whose sampling parameters and seed are already set. */
export type TokenSampler = (
  prompt: readonly number[],
  context: PolicyContext,
) => Promise<{ readonly tokens: readonly number[]; readonly logprobs: readonly number[] }>;

export interface TokenPolicyOptions {
  readonly name: string;
  readonly codec: TokenCodec;
  readonly sample: TokenSampler;
}

/**
 * Creates a policy that runs on an engine. The reply keeps the ids of prompt and reply, so that training uses the
 * sampled tokens.
 */
export function createTokenPolicy({ name, codec, sample }: TokenPolicyOptions): Policy {
  return {
    name,
    async act(observation, context) {
      const prompt = codec.encode(observation, context.view);
      const { tokens, logprobs } = await sample(prompt, context);
      return parseTokens(codec, { prompt, reply: tokens, logprobs }, observation, context);
    },
  };
}

/** Parses the tokens of a reply. */
export function parseTokens(
  codec: TokenCodec,
  tokens: ReplyTokens,
  observation: Observation,
  { view }: PolicyContext,
): Reply {
  const parsed: ParsedReply = codec.parse(tokens.reply, observation, view);
  return {
    operations: parsed.operations,
    action: chooseAction(parsed),
    issues: parsed.issues,
    usage: {
      modelCalls: 1,
      promptTokens: tokens.prompt.length,
      cachedTokens: 0,
      completionTokens: tokens.reply.length,
    },
    text: codec.text(tokens.reply),
    tokens,
  };
}
