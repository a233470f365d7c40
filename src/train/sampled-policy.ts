import type { TokenCodec } from '../codec/token-codec.ts';
import type { Format } from '../format/format.ts';
import type { ChatTokenizer } from '../policy/chat-tokenizer.ts';
import type { Policy } from '../policy/policy.ts';
import { tokenLanguageModelPolicy } from '../policy/token-language-model.ts';
import { createTokenPolicy, type TokenSampler } from '../policy/token-policy.ts';

/** A policy that is made over an engine's samples: what is asked of the engine, and what becomes of it. */
export interface SampledPolicy extends Pick<TokenCodec, 'stop' | 'maxReplyTokens'> {
  create(engine: string, sample: TokenSampler): Policy;
}

/** A closed vocabulary's codec as such a policy; one that is there already as it is. */
export function toSampledPolicy(codec: TokenCodec | SampledPolicy): SampledPolicy {
  if ('create' in codec) return codec;
  const { stop, maxReplyTokens } = codec;
  return { stop, maxReplyTokens, create: (name, sample) => createTokenPolicy({ name, codec, sample }) };
}

/** How a language model is spoken to, and how long it may speak. */
export interface ModelSpeech {
  readonly chat: ChatTokenizer;
  readonly format: Format;
  readonly maxPromptTokens: number;
  readonly maxReplyTokens: number;
  /** Default: the template's own choice. */
  readonly thinking?: boolean;
}

/** A language model in its own tokens. */
export function sampledLanguageModel({ maxReplyTokens, ...speech }: ModelSpeech): SampledPolicy {
  return {
    stop: speech.chat.stop,
    maxReplyTokens,
    create: (_, sample) => tokenLanguageModelPolicy({ ...speech, sample }),
  };
}
