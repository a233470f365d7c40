/**
 * Imitation of a teacher or of given examples.
 *
 * @module
 */
import type { EpisodeOptions } from '../agent/run-episode.ts';
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine } from '../engine/engine.ts';
import { overlayConfig, parseConfig } from '../shared/config.ts';
import { AtomMemError } from '../shared/error.ts';
import type { Task } from '../task/task.ts';
import type { RunEvaluation } from './evaluate-at.ts';
import type { RewardFunction } from './reward.ts';
import type { TaskSource } from './rollout-group.ts';
import { type SftProgress, sftSteps } from './run-sft.ts';
import { SMALL_SFT } from './sft-settings.ts';
import { createEpochSource, type SupervisedExample, type SupervisedSource } from './supervised-source.ts';
import { createTaskSource } from './task-source.ts';
import { createTeacherSource, type Teacher } from './teacher-source.ts';
import { tokenCodecFor } from './token-codec-for.ts';
import { SFT_CONFIG, type SftConfig } from './train-config.ts';
import type { RunOptions } from './training-run.ts';

export interface SftOptions extends Partial<SftConfig> {
  /** The model to train. It stays open. */
  readonly engine: Engine;
  /** Examples to imitate, in repeated passes. Pass these, or `teacher` and `tasks`. */
  readonly examples?: readonly SupervisedExample[];
  /** A policy to imitate on fresh episodes of `tasks`. */
  readonly teacher?: Teacher;
  readonly tasks?: readonly Task[] | TaskSource;
  /** Minimum reward of the teacher's episodes to imitate. Default: no minimum. */
  readonly atLeast?: number;
  /** Default: the task's own reward, or exact match of the answers if the task has none. */
  readonly reward?: RewardFunction;
  /** Default: a word codec over the engine's vocabulary. */
  readonly codec?: TokenCodec;
  /** How episodes open their memory. Default: lexical search, 6 entries in view. */
  readonly memory?: Omit<NonNullable<EpisodeOptions['memory']>, 'store' | 'namespace'>;
  /** Where log and checkpoints are saved. Default: nowhere. */
  readonly run?: RunOptions;
  readonly evaluate?: RunEvaluation;
  readonly signal?: AbortSignal;
  /** Returns wall time in milliseconds. Default: `performance.now`. */
  readonly timer?: () => number;
}

/**
 * Trains a policy by supervised fine-tuning: cross-entropy on every reply of a teacher. Yields each
 * finished step. Leaving the loop early saves a checkpoint if the run has a folder.
 *
 * @param options defaults for small models: `steps` 300, `batchSize` 32 and `learningRate` 2e-3
 * @throws AtomMemError `bad-option` if an option is unknown or invalid, or there is nothing to imitate;
 * `training-stopped` if a loss is not finite
 * @example
 * for await (const { step, loss } of sft({ engine, teacher, tasks: [shop], steps: 200 })) console.log(step,
 * loss);
 */
export async function* sft(options: SftOptions): AsyncGenerator<SftProgress, void, undefined> {
  const { engine, examples, teacher, tasks, atLeast, reward, codec, memory, ...others } = options;
  const { run, evaluate, signal, timer, ...rest } = others;
  const config = parseConfig(SFT_CONFIG, rest);
  const settings = overlayConfig(SFT_CONFIG, SMALL_SFT, config);
  yield* sftSteps({
    engine,
    source: createSource(options, config.seed, settings.batchSize),
    settings,
    run,
    evaluate,
    signal,
    timer: timer ?? (() => performance.now()),
  });
}

function createSource(
  { engine, examples, teacher, tasks, atLeast, reward, codec, memory }: SftOptions,
  seed: number,
  batch: number,
): SupervisedSource {
  if (examples !== undefined) return createEpochSource(examples, { seed, batch });
  if (teacher === undefined || tasks === undefined) {
    throw new AtomMemError('bad-option', {
      problem: 'There is nothing to imitate',
      remedy: 'Give `examples`, or a `teacher` and `tasks` for it to play',
      details: { option: 'examples' },
    });
  }
  return createTeacherSource({
    teacher,
    tasks: 'open' in tasks ? tasks : createTaskSource(tasks, { seed, memory }),
    codec: codec ?? tokenCodecFor(engine, 'open' in tasks ? [] : tasks),
    seed,
    atLeast,
    reward,
  });
}
