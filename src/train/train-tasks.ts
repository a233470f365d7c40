/**
 * Trains a small policy on custom tasks, in a folder with log, checkpoints and best weights.
 *
 * @module
 */
import { join } from 'node:path';
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine } from '../engine/engine.ts';
import type { JsonObject } from '../shared/json.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { average } from './advantage.ts';
import { measureAnswers } from './answered-share.ts';
import { measureBehaviour } from './behaviour.ts';
import { openBestWeights } from './best-weights.ts';
import type { CreditEstimator } from './credit.ts';
import type { GrpoSettings } from './grpo-settings.ts';
import { computeReward } from './reward.ts';
import { rollOut } from './rollout.ts';
import type { TaskSource } from './rollout-group.ts';
import { newestCheckpoint } from './run-checkpoints.ts';
import { type GrpoUpdate, runGrpo } from './run-grpo.ts';
import { runSft, type SftProgress } from './run-sft.ts';
import type { SftSettings } from './sft-settings.ts';
import { createTeacherSource, type Teacher } from './teacher-source.ts';
import { requireCheckpoint } from './training-run.ts';

/** Options of both stages. */
export interface TaskTrainingOptions {
  readonly engine: Engine;
  readonly codec: TokenCodec;
  readonly tasks: TaskSource;
  /**
   * Tasks that training does not use, the number played per evaluation, and the steps or updates between
   * evaluations.
   */
  readonly heldOut: { readonly tasks: TaskSource; readonly count: number; readonly every: number };
  readonly directory: string;
  readonly resume: boolean;
  readonly checkpointEvery: number;
  /** Saved with the settings. A resumed run must have the same values. */
  readonly identity: JsonObject;
  readonly timer: () => number;
  readonly onStart?: (evaluation: JsonObject) => void;
  readonly onProgress?: (progress: SftProgress | GrpoUpdate) => void;
  readonly signal?: AbortSignal;
}

/** The stage to run, with its settings. */
export type TaskTrainingStage =
  | {
      readonly stage: 'sft';
      readonly teacher: Teacher;
      readonly atLeast?: number;
      readonly settings: SftSettings;
      readonly seed: number;
    }
  | {
      readonly stage: 'grpo';
      readonly settings: GrpoSettings;
      readonly credit?: CreditEstimator;
      readonly rolloutsEvery?: number;
    };

/**
 * Runs one stage of training on tasks. Returns the path of the weights that scored best on held-out tasks.
 */
export async function trainOnTasks(options: TaskTrainingOptions, stage: TaskTrainingStage): Promise<string> {
  const { engine, codec, tasks, heldOut, directory, resume, checkpointEvery, timer, onProgress, signal } =
    options;
  const best = await openBestWeights(directory, resume);
  const begun = resume && (await newestCheckpoint(join(directory, 'checkpoints'))) !== undefined;
  if (!begun) options.onStart?.(await evaluateTasks(options));
  const evaluate = {
    every: heldOut.every,
    async run(step: number) {
      const scores = await evaluateTasks(options);
      await best.offer(engine, step, Number(scores.reward));
      return scores;
    },
  };
  const run = { directory, resume, checkpointEvery };
  const shared = { engine, identity: options.identity, run, evaluate, timer, onProgress, signal };
  const { checkpoint } =
    stage.stage === 'grpo'
      ? await runGrpo({ ...shared, ...stage, codec, tasks })
      : await runSft({ ...shared, ...stage, source: createTeacherSource({ ...stage, tasks, codec }) });
  return best.path() ?? requireCheckpoint(checkpoint, directory);
}

/** Plays each held-out task once. Returns mean rewards with their standard error. */
async function evaluateTasks({ engine, codec, heldOut }: TaskTrainingOptions): Promise<JsonObject> {
  const plans = Array.from({ length: heldOut.count }, (_, index) => {
    const { task, memory, ablations, seed: taskSeed } = heldOut.tasks.open(index);
    return { task, memory: memory(), ablations, clock: () => 0, seed: mixSeed(index), taskSeed };
  });
  return measure(await rollOut(plans, { engine, codec, temperature: 0.7 }));
}

function measure(trajectories: readonly Trajectory[]): JsonObject {
  const rewards = trajectories.map((trajectory) => computeReward(trajectory));
  const mean = average(rewards);
  const variance = average(rewards.map((reward) => (reward - mean) ** 2));
  return {
    reward: mean,
    standardError: Math.sqrt(variance / Math.max(1, rewards.length - 1)),
    exactMatch: measureAnswers(trajectories).exactMatch,
    tasks: trajectories.length,
    behaviour: { ...measureBehaviour(trajectories) },
  };
}
