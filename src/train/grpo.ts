/**
 * Reinforcement learning on any task with a reward.
 *
 * @module
 */
import type { EpisodeOptions } from '../agent/run-episode.ts';
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine, Loss } from '../engine/engine.ts';
import { overlayConfig, parseConfig } from '../shared/config.ts';
import type { Task } from '../task/task.ts';
import type { CreditEstimator } from './credit.ts';
import type { RunEvaluation } from './evaluate-at.ts';
import { SMALL_GRPO } from './grpo-settings.ts';
import type { RewardFunction } from './reward.ts';
import type { TaskSource } from './rollout-group.ts';
import { type GrpoUpdate, grpoUpdates } from './run-grpo.ts';
import type { SampledPolicy } from './sampled-policy.ts';
import { createTaskSource } from './task-source.ts';
import { tokenCodecFor } from './token-codec-for.ts';
import { GRPO_CONFIG, type GrpoConfig } from './train-config.ts';
import type { RunOptions } from './training-run.ts';

export interface GrpoOptions extends Partial<GrpoConfig> {
  /** The model to train. It stays open. */
  readonly engine: Engine;
  /** Tasks to draw from in turn, each time with another seed, or a source of tasks. */
  readonly tasks: readonly Task[] | TaskSource;
  /** Default: a word codec over the engine's vocabulary. */
  readonly codec?: TokenCodec | SampledPolicy;
  /** Default: the task's own reward, or exact match of the answers if the task has none. */
  readonly reward?: RewardFunction;
  /** How credit is split among the steps of a rollout. Default: `broadcast()`, as in the paper. */
  readonly credit?: CreditEstimator;
  /**
   * The policy loss: a built-in one, or one of `defineLoss`. Default: `importance_sampling`, or `ppo` with the
   * paper's clip range if an update takes several steps or its rollouts are stale.
   */
  readonly loss?: Exclude<Loss, { name: 'cross_entropy' }>;
  /** How episodes open their memory. Default: lexical search, 6 entries in view. */
  readonly memory?: Omit<NonNullable<EpisodeOptions['memory']>, 'store' | 'namespace'>;
  /** The reference policy, if `klWeight` is above 0. */
  readonly reference?: Pick<Engine, 'logprobs'>;
  /** Where log and checkpoints are saved. Default: nowhere. */
  readonly run?: RunOptions;
  /** Evaluation during training. Its result is part of the update. */
  readonly evaluate?: RunEvaluation;
  readonly signal?: AbortSignal;
  /** Returns wall time in milliseconds, for the durations in updates. Default: `performance.now`. */
  readonly timer?: () => number;
}

/**
 * Improves a policy by group-relative policy optimisation. Each update plays 16 tasks 16 times, compares
 * every rollout with its group, and makes the replies of better rollouts likelier. Yields each finished
 * update.
 *
 * Leaving the loop early cancels running rollouts and, if the run has a folder, saves a checkpoint.
 *
 * @param options defaults: `updates` 100, `tasksPerUpdate` 16, `groupSize` 16, `temperature` 1, `klWeight`
 * 0 and `learningRate` 6e-4. All but `updates` and `learningRate` are the paper's values; the learning rate
 * is for small models.
 * @throws AtomMemError `bad-option` if an option is unknown or invalid; `training-stopped` if a loss is not
 * finite, or the engine or a task fails
 * @example
 * for await (const { update, reward } of grpo({ engine, tasks: [shop], credit: lineage() })) {
 *   console.log(update, reward);
 * }
 */
export async function* grpo(options: GrpoOptions): AsyncGenerator<GrpoUpdate, void, undefined> {
  const { engine, tasks, codec, memory, reward, credit, loss, reference, ...others } = options;
  const { run, evaluate, signal, timer, ...rest } = others;
  const config = parseConfig(GRPO_CONFIG, rest);
  const list = 'open' in tasks ? undefined : tasks;
  yield* grpoUpdates({
    engine,
    codec: codec ?? tokenCodecFor(engine, list),
    tasks: 'open' in tasks ? tasks : createTaskSource(tasks, { seed: config.seed, memory }),
    settings: overlayConfig(GRPO_CONFIG, SMALL_GRPO, config),
    reward,
    credit,
    loss,
    reference,
    run,
    evaluate,
    signal,
    timer: timer ?? (() => performance.now()),
  });
}
