/**
 * Evaluates policies on any tasks.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { average } from './advantage.ts';
import { measureAnswers } from './answered-share.ts';
import { measureBehaviour } from './behaviour.ts';
import { computeReward } from './reward.ts';
import { rollOut } from './rollout.ts';
import type { TaskSource } from './rollout-group.ts';
import type { OpenedModel } from './training-plan.ts';

export interface TaskEvaluation {
  readonly tasks: TaskSource;
  /** Number of tasks to play. */
  readonly count: number;
  /** Default: 0.7 (paper, section 4.1). */
  readonly temperature?: number;
}

/** Plays each task once. Returns mean rewards with their standard error. */
export async function evaluateTasks(
  { engine, codec }: OpenedModel,
  { tasks, count, temperature = 0.7 }: TaskEvaluation,
): Promise<JsonObject> {
  const plans = Array.from({ length: count }, (_, index) => {
    const { task, memory, ablations, seed: taskSeed } = tasks.open(index);
    return { task, memory: memory(), ablations, clock: () => 0, seed: mixSeed(index), taskSeed };
  });
  const gather = engine.capabilities.overlaps !== true;
  return measure(await rollOut(plans, { engine, codec, temperature, gather }));
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
