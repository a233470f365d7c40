/**
 * `grpo`, reinforcement on any task that has a reward.
 *
 * @module
 */
import type { EpisodeOptions } from '../agent/run-episode.ts';
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine } from '../engine/engine.ts';
import { parseConfig } from '../shared/config.ts';
import type { Task } from '../task/task.ts';
import type { CreditEstimator } from './credit.ts';
import type { RunEvaluation } from './evaluate-at.ts';
import { changeGrpoSettings, SMALL_GRPO } from './grpo-settings.ts';
import type { RewardFunction } from './reward.ts';
import type { TaskSource } from './rollout-group.ts';
import { type GrpoUpdate, grpoUpdates } from './run-grpo.ts';
import type { SampledPolicy } from './sampled-policy.ts';
import { createTaskSource } from './task-source.ts';
import { tokenCodecFor } from './token-codec-for.ts';
import { GRPO_CONFIG, type GrpoConfig } from './train-config.ts';
import type { RunOptions } from './training-run.ts';

export interface GrpoOptions extends Partial<GrpoConfig> {
  /** The model that is trained. It stays open. */
  readonly engine: Engine;
  /** Tasks to draw from in turn, each time with another seed; or a source of tasks. */
  readonly tasks: readonly Task[] | TaskSource;
  /** Default: a word codec over the engine's vocabulary. */
  readonly codec?: TokenCodec | SampledPolicy;
  /** Default: the task's own reward, or exact match of the answers if the task has none. */
  readonly reward?: RewardFunction;
  /** How credit is split among the steps of a rollout. Default: `broadcast()`, as in the paper. */
  readonly credit?: CreditEstimator;
  /** How episodes open their memory. Default: lexical search, 6 entries in view. */
  readonly memory?: Omit<NonNullable<EpisodeOptions['memory']>, 'store' | 'namespace'>;
  /** The policy to stay near, if `klWeight` is above 0. */
  readonly reference?: Pick<Engine, 'logprobs'>;
  /** Where log and checkpoints are saved. Default: nowhere. */
  readonly run?: RunOptions;
  /** What to measure along the way. Its result is part of the update. */
  readonly evaluate?: RunEvaluation;
  readonly signal?: AbortSignal;
  /** Milliseconds of wall time, for the durations of an update. Default: `performance.now`. */
  readonly timer?: () => number;
}

/**
 * Improves a policy by group-relative policy optimisation: plays each of 16 tasks 16 times, compares every
 * rollout with its group, and makes what the better ones wrote likelier. Yields every update as it is done.
 *
 * Leaving the loop early cancels rollouts in progress, and saves a checkpoint if the run has a folder.
 *
 * @param options `updates` (100), `tasksPerUpdate` (16), `groupSize` (16), `temperature` (1) and `klWeight`
 *   (0) default to the paper's values where it has one; `learningRate` to 6e-4, for small models.
 * @throws AtomMemError `bad-option` for an option that is unknown or not accepted; `training-stopped` if a
 *   loss is not finite, or the engine or a task fails
 * @example
 * for await (const { update, reward } of grpo({ engine, tasks: [shop], credit: lineage() })) {
 *   console.log(update, reward);
 * }
 */
export async function* grpo(options: GrpoOptions): AsyncGenerator<GrpoUpdate, void, undefined> {
  const { engine, tasks, codec, reward, credit, memory, reference, run, evaluate, signal, timer, ...rest } =
    options;
  const config = parseConfig(GRPO_CONFIG, rest);
  const list = 'open' in tasks ? undefined : tasks;
  yield* grpoUpdates({
    engine,
    codec: codec ?? tokenCodecFor(engine, list),
    tasks: 'open' in tasks ? tasks : createTaskSource(tasks, { seed: config.seed, memory }),
    settings: changeGrpoSettings(SMALL_GRPO, config),
    reward,
    credit,
    reference,
    run,
    evaluate,
    signal,
    timer: timer ?? (() => performance.now()),
  });
}
