import { runConcurrently } from '../agent/run-concurrently.ts';
import { type EpisodeOptions, runEpisode } from '../agent/run-episode.ts';
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine, SampledSequence, SampleRequest } from '../engine/engine.ts';
import type { TokenSampler } from '../policy/token-policy.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { createBatcher, createUnbatched } from './batcher.ts';
import { type SampledPolicy, toSampledPolicy } from './sampled-policy.ts';

/** One episode to play: where, and with which dice. */
export interface EpisodePlan
  extends Pick<EpisodeOptions, 'task' | 'memory' | 'ablations' | 'clock' | 'settings' | 'recordChunks'> {
  /** Every reply of the episode draws with a seed made of this and its step. */
  readonly seed: number;
  /** Seed of what is random in the task. Default: the task's own choice. */
  readonly taskSeed?: number;
}

export interface RolloutOptions {
  readonly engine: Pick<Engine, 'name' | 'sample'>;
  /** Who plays: a closed vocabulary, or any other policy over the engine's samples. */
  readonly codec: TokenCodec | SampledPolicy;
  /** Default 1. */
  readonly temperature?: number;
  /** Default 1. */
  readonly topP?: number;
  /** Episodes at a time. Default 256: each call of the engine is then as large. */
  readonly concurrency?: number;
  /**
   * One call of the engine for each step of all episodes (default), or one for each reply, so that no
   * episode waits for another: for engines that `overlap`.
   */
  readonly gather?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Plays episodes through the ordinary agent loop, all at once. Equal plans give equal trajectories, whatever
 * else is in the batch. Nothing is learnt from an episode in which the outside world failed: the engine's
 * error is thrown, and so is one that names a store or an embedder.
 */
export async function rollOut(
  plans: readonly EpisodePlan[],
  { engine, codec, temperature = 1, topP = 1, concurrency = 256, gather = true, signal }: RolloutOptions,
): Promise<readonly Trajectory[]> {
  const batcher = (gather ? createBatcher : createUnbatched)<SampleRequest, SampledSequence>(
    async (requests) => {
      // Of lanes that were left when they were aborted: nobody waits for the replies.
      signal?.throwIfAborted();
      const results = await engine.sample(requests);
      return results.map(({ sequences }) => sequences[0]!);
    },
  );
  const { stop, maxReplyTokens: maxTokens, create } = toSampledPolicy(codec);
  const sampling = { maxTokens, temperature, topP, stop };
  // A policy may take an engine's error for one bad reply: here it ends the rollouts.
  let broken: { readonly cause: unknown } | undefined;

  return runConcurrently(plans, concurrency, async ({ seed, taskSeed, ...episode }) => {
    const lane = batcher.enter();
    const sample: TokenSampler = async (prompt, { step }) => {
      if (broken !== undefined) throw broken.cause;
      const samplingParams = { ...sampling, seed: mixSeed(seed, step) };
      const reply = lane.request({ prompt, samplingParams }).catch((cause: unknown) => {
        if (!signal?.aborted) broken ??= { cause };
        throw cause;
      });
      return signal === undefined ? reply : orAborted(reply, signal);
    };
    try {
      const policy = create(engine.name, sample);
      const trajectory = await runEpisode({
        ...episode,
        seed: taskSeed,
        policy,
        timer: () => 0,
        ...(signal && { signal }),
      });
      if (broken !== undefined) throw broken.cause;
      if (!signal?.aborted) requireSound(trajectory);
      return trajectory;
    } finally {
      lane.leave();
    }
  });
}

/** What a policy itself did wrong is its own to learn from. */
function requireSound({ header, steps }: Trajectory): void {
  const failed = steps.find(({ failure }) => failure !== undefined && failure.boundary !== 'policy');
  if (failed?.failure === undefined) return;
  const { boundary, message } = failed.failure;
  throw new Error(`the ${boundary} failed at step ${failed.step} of ${header.task.id}: ${message}`);
}

/** A reply that was asked for may be long in coming; whoever aborts does not wait for it. */
function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}
