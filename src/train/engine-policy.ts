/**
 * Turns an engine into a policy for episodes and evaluations.
 *
 * @module
 */
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine } from '../engine/engine.ts';
import type { Policy } from '../policy/policy.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import { type SampledPolicy, toSampledPolicy } from './sampled-policy.ts';
import { tokenCodecFor } from './token-codec-for.ts';

export interface EnginePolicyOptions {
  readonly engine: Pick<Engine, 'name' | 'sample' | 'vocabulary' | 'capabilities'>;
  /** Default: a word codec over the engine's vocabulary. */
  readonly codec?: TokenCodec | SampledPolicy;
  /** Default: 0.7 (paper, section 4.1). At 0, the likeliest token is chosen. */
  readonly temperature?: number;
  /** Seed of sampling. Default: 1. */
  readonly seed?: number;
}

/**
 * Turns an engine into a policy. Equal prompts at equal steps get equal replies.
 *
 * @example
 * import { runEpisode } from 'atommem';
 *
 * const policy = enginePolicy({ engine });
 * const trajectory = await runEpisode({ task: shop, policy, seed: 7 });
 */
export function enginePolicy(options: EnginePolicyOptions): Policy {
  const { engine, codec = tokenCodecFor(engine), temperature = 0.7, seed = 1 } = options;
  const { stop, maxReplyTokens: maxTokens, create } = toSampledPolicy(codec);
  return create(engine.name, async (prompt, { step }) => {
    const samplingParams = { maxTokens, temperature, stop, seed: mixSeed(seed, step, ...prompt) };
    const [result] = await engine.sample([{ prompt, samplingParams }]);
    return result!.sequences[0]!;
  });
}
