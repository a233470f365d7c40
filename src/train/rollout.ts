import { runConcurrently } from '../agent/run-concurrently.ts';
import { type EpisodeOptions, runEpisode } from '../agent/run-episode.ts';
import type { TokenCodec } from '../codec/tokens/token-codec.ts';
import type { Engine, SampledSequence, SampleRequest } from '../engine/engine.ts';
import { createTokenPolicy } from '../policy/token-policy.ts';
import { mixSeed } from '../task/lab/mix-seed.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { createBatcher } from './batcher.ts';

/** One episode to play: where, and with which dice. */
export interface EpisodePlan
  extends Pick<EpisodeOptions, 'task' | 'memory' | 'ablations' | 'clock' | 'settings' | 'recordChunks'> {
  /** Every reply of the episode draws with a seed made of this and its step. */
  readonly seed: number;
}

export interface RolloutOptions {
  readonly engine: Pick<Engine, 'name' | 'sample'>;
  readonly codec: TokenCodec;
  /** Default 1. */
  readonly temperature?: number;
  /** Default 1. */
  readonly topP?: number;
  /** Episodes at a time. Default 256: each call of the engine is then as large. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

/**
 * Plays episodes through the ordinary agent loop, all at once: one call of the engine for each step of the
 * stream. Equal plans give equal trajectories, whatever else is in the batch.
 */
export async function rollOut(
  plans: readonly EpisodePlan[],
  { engine, codec, temperature = 1, topP = 1, concurrency = 256, signal }: RolloutOptions,
): Promise<readonly Trajectory[]> {
  const batcher = createBatcher<SampleRequest, SampledSequence>(async (requests) => {
    const results = await engine.sample(requests);
    return results.map(({ sequences }) => sequences[0]!);
  });
  const sampling = { maxTokens: codec.maxReplyTokens, temperature, topP, stop: codec.stop };

  return runConcurrently(plans, concurrency, async ({ seed, ...episode }) => {
    const lane = batcher.enter();
    const policy = createTokenPolicy({
      name: engine.name,
      codec,
      sample: (prompt, { step }) =>
        lane.request({ prompt, samplingParams: { ...sampling, seed: mixSeed(seed, step) } }),
    });
    try {
      return await runEpisode({ ...episode, policy, timer: () => 0, ...(signal && { signal }) });
    } finally {
      lane.leave();
    }
  });
}
