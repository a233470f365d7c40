/**
 * Plays many episodes with one engine.
 *
 * @module
 */

import { runConcurrently } from '../agent/run-concurrently.ts';
import { type EpisodeOptions, runEpisode } from '../agent/run-episode.ts';
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine, SampledSequence, SampleRequest } from '../engine/engine.ts';
import type { TokenSampler } from '../policy/token-policy.ts';
import { AtomMemError } from '../shared/error.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { createBatcher, createUnbatched } from './batcher.ts';
import { type SampledPolicy, toSampledPolicy } from './sampled-policy.ts';

/** One episode to play. */
export interface EpisodePlan
  extends Pick<EpisodeOptions, 'task' | 'memory' | 'ablations' | 'clock' | 'settings' | 'recordChunks'> {
  /** Seed of sampling. Each step derives its seed from it. */
  readonly seed: number;
  /** Seed of the task's randomness. Default: chosen by the task. */
  readonly taskSeed?: number;
  /** Replies to the first steps, by step. Later ones are sampled. */
  readonly script?: readonly Pick<SampledSequence, 'tokens' | 'logprobs'>[];
}

export interface RolloutOptions {
  readonly engine: Pick<Engine, 'name' | 'sample'>;
  /** The policy: a codec with a closed vocabulary, or any policy over the engine's samples. */
  readonly codec: TokenCodec | SampledPolicy;
  /** Default 1. */
  readonly temperature?: number;
  /** Default 1. */
  readonly topP?: number;
  /** Number of concurrent episodes, and thus the size of the engine's batches. Default 256. */
  readonly concurrency?: number;
  /**
   * Whether to gather the requests of all episodes into one call per step (default). If false, each request
   * is a separate call and no episode waits for another, for engines with `overlaps`.
   */
  readonly gather?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Plays episodes concurrently through the ordinary agent loop. Equal plans give equal trajectories,
 * whatever the rest of the batch. If the engine, a store or an embedder fails, it throws, because such
 * episodes must not be trained on.
 */
export async function rollOut(
  plans: readonly EpisodePlan[],
  { engine, codec, temperature = 1, topP = 1, concurrency = 256, gather = true, signal }: RolloutOptions,
): Promise<readonly Trajectory[]> {
  const batcher = (gather ? createBatcher : createUnbatched)<SampleRequest, SampledSequence>(
    async (requests) => {
      // Lanes that left after an abort no longer need replies.
      signal?.throwIfAborted();
      const results = await engine.sample(requests);
      return results.map(({ sequences }) => sequences[0]!);
    },
  );
  const { stop, maxReplyTokens: maxTokens, create } = toSampledPolicy(codec);
  const sampling = { maxTokens, temperature, topP, stop };
  // A policy may treat an engine error as one bad reply. Here it ends all rollouts.
  let broken: { readonly cause: unknown } | undefined;

  return runConcurrently(plans, concurrency, async ({ seed, taskSeed, script = [], ...episode }) => {
    const lane = batcher.enter();
    const sample: TokenSampler = async (prompt, { step }) => {
      if (broken !== undefined) throw broken.cause;
      const scripted = script[step];
      if (scripted !== undefined) return scripted;
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
        signal,
      });
      if (broken !== undefined) throw broken.cause;
      if (!signal?.aborted) requireSound(trajectory);
      return trajectory;
    } finally {
      lane.leave();
    }
  });
}

/** Throws if anything but the policy failed. Failures of the policy are part of its training. */
function requireSound({ header, steps }: Trajectory): void {
  const failed = steps.find(({ failure }) => failure !== undefined && failure.boundary !== 'policy');
  if (failed?.failure === undefined) return;
  const { boundary, message } = failed.failure;
  throw new AtomMemError('rollout-failed', {
    problem: `the ${boundary} failed at step ${failed.step} of ${header.task.id}: ${message}`,
    remedy: 'Remove the cause, then resume the run',
    details: { boundary, step: failed.step },
  });
}

/** Rejects as soon as the signal aborts, because a pending reply may take long. */
function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}
