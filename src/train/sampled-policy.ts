/**
 * Policies over the samples of an engine.
 *
 * @module
 */
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Format } from '../format/format.ts';
import type { ChatTokenizer } from '../policy/chat-tokenizer.ts';
import type { Policy } from '../policy/policy.ts';
import { tokenLanguageModelPolicy } from '../policy/token-language-model.ts';
import { createTokenPolicy, type TokenSampler } from '../policy/token-policy.ts';

/** Creates policies over an engine's samples. */
export interface SampledPolicy extends Pick<TokenCodec, 'stop' | 'maxReplyTokens'> {
  create(engine: string, sample: TokenSampler): Policy;
}

/** Turns a codec with a closed vocabulary into a sampled policy. A sampled policy is returned unchanged. */
export function toSampledPolicy(codec: TokenCodec | SampledPolicy): SampledPolicy {
  if ('create' in codec) return codec;
  const { stop, maxReplyTokens } = codec;
  return { stop, maxReplyTokens, create: (name, sample) => createTokenPolicy({ name, codec, sample }) };
}

/** How a language model is prompted, and its token limits. */
export interface ModelSpeech {
  readonly chat: ChatTokenizer;
  readonly format: Format;
  readonly maxPromptTokens: number;
  readonly maxReplyTokens: number;
  /** Default: that of the chat template. */
  readonly thinking?: boolean;
}

/** Creates a sampled policy for a language model in its own tokens. */
export function sampledLanguageModel({ maxReplyTokens, ...speech }: ModelSpeech): SampledPolicy {
  return {
    stop: speech.chat.stop,
    maxReplyTokens,
    create: (_, sample) => tokenLanguageModelPolicy({ ...speech, sample }),
  };
}
