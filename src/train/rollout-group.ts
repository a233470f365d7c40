/**
 * Draws tasks and plays groups of rollouts.
 *
 * @module
 */
import type { EpisodeOptions } from '../agent/run-episode.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { hasVariance } from './advantage.ts';
import type { GrpoSettings } from './grpo-settings.ts';
import { computeReward, type RewardFunction, type RewardTerms } from './reward.ts';
import { type EpisodePlan, type RolloutOptions, rollOut } from './rollout.ts';

/** An endless source of tasks. A task depends on `index` only. */
export interface TaskSource {
  open(index: number): OpenedTask;
}

export interface OpenedTask {
  readonly task: EpisodeOptions['task'];
  /** Returns a fresh memory. Called for every rollout. */
  memory(): EpisodeOptions['memory'];
  readonly ablations?: EpisodeOptions['ablations'];
  /** Seed of the task's randomness, shared by all rollouts of a group. Default: chosen by the task. */
  readonly seed?: number;
}

/** The rollouts of one task. */
export interface RolloutGroup {
  /** Index of the task in its source. */
  readonly index: number;
  readonly trajectories: readonly Trajectory[];
  readonly rewards: readonly number[];
}

/** The groups of one update, with flat groups listed separately. */
export interface CollectedGroups {
  readonly live: readonly RolloutGroup[];
  readonly flat: readonly RolloutGroup[];
  /** Index of the next task to draw. */
  readonly nextTask: number;
}

export interface GroupOptions extends RolloutOptions {
  /** Default: the task's own reward, or the score of the answers if the task has none. */
  readonly reward?: RewardFunction;
}

/** Draws tasks and plays them until enough groups have different rewards. */
export async function collectGroups(
  source: TaskSource,
  firstTask: number,
  settings: GrpoSettings,
  options: GroupOptions,
): Promise<CollectedGroups> {
  const { tasksPerUpdate } = settings;
  const live: RolloutGroup[] = [];
  const flat: RolloutGroup[] = [];
  let nextTask = firstTask;
  for (let round = 0; round < settings.mostRounds && live.length < tasksPerUpdate; round++) {
    const count = round === 0 ? tasksPerUpdate : drawAgain(tasksPerUpdate, live.length, flat.length);
    const indices = Array.from({ length: count }, (_, place) => nextTask + place);
    nextTask += count;
    for (const group of await rollOutGroups(source, indices, settings, options)) {
      (hasVariance(group.rewards) ? live : flat).push(group);
    }
    if (settings.flatGroups === 'keep') break;
  }
  return { live, flat, nextTask };
}

/** Estimates the number of tasks to draw for the missing groups, from the share of live groups so far. */
function drawAgain(wanted: number, live: number, flat: number): number {
  const share = Math.max(0.25, live / (live + flat));
  return Math.min(wanted, Math.ceil((wanted - live) / share));
}

async function rollOutGroups(
  source: TaskSource,
  indices: readonly number[],
  settings: GrpoSettings,
  { reward, ...options }: GroupOptions,
): Promise<readonly RolloutGroup[]> {
  const { groupSize, seed, temperature, topP = 1 } = settings;
  const plans = indices.flatMap((index) => {
    const { task, memory, ablations = [], seed: taskSeed } = source.open(index);
    return Array.from(
      { length: groupSize },
      (_, member): EpisodePlan => ({
        task,
        memory: memory(),
        ablations,
        clock: () => 0,
        seed: mixSeed(seed, index, member),
        taskSeed,
      }),
    );
  });
  const trajectories = await rollOut(plans, { ...options, temperature, topP });
  return indices.map((index, place) => {
    const own = trajectories.slice(place * groupSize, (place + 1) * groupSize);
    return {
      index,
      trajectories: own,
      rewards: own.map((each) =>
        computeReward(each, toRewardTerms(settings), reward ?? settings.answerReward),
      ),
    };
  });
}

/** Returns the costs that the settings subtract from rewards. */
export function toRewardTerms({ entryCost, operationCost, readCost, tokenCost }: GrpoSettings): RewardTerms {
  return { entry: entryCost, operation: operationCost, read: readCost, token: tokenCost };
}
