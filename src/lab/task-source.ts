/**
 * Draws training tasks of the lab.
 *
 * @module
 */

import type { EpisodeOptions } from '../agent/run-episode.ts';
import type { Ablation } from '../memory/ablate.ts';
import { AtomMemError } from '../shared/error.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import type { OpenedTask, TaskSource } from '../train/rollout-group.ts';
import { labMemory } from './memory.ts';
import { type LabOptions, withLength } from './options.ts';
import { LAB_SEEDS, labSeed } from './seeds.ts';
import { createLabTask } from './task.ts';

/** Use of a training task. Each use, and each seed of a run, draws from separate tasks. */
export type TrainingUse = 'sft' | 'grpo';

const TASKS_PER_USE = 5_000_000;
const RUNS = Math.floor((LAB_SEEDS.training.to - LAB_SEEDS.training.from) / (2 * TASKS_PER_USE));

/** Returns the seed of a training task. Runs whose seeds differ modulo 199 share no tasks. */
export function trainingSeed(use: TrainingUse, runSeed: number, index: number): number {
  if (index >= TASKS_PER_USE) {
    throw new AtomMemError('bad-argument', {
      problem: `training task ${index} does not exist: a run has ${TASKS_PER_USE} tasks`,
      remedy: 'Use another seed',
      details: { option: 'index', value: index },
    });
  }
  const run = ((runSeed % RUNS) + RUNS) % RUNS;
  return labSeed('training', (2 * run + (use === 'sft' ? 0 : 1)) * TASKS_PER_USE + index);
}

/** Opens a lab task with its memory, for the agent loop. */
export function openLabTask(
  seed: number,
  options: LabOptions,
  ablations: readonly Ablation[] = [],
): OpenedTask {
  const task = createLabTask(seed, options);
  const settings = labMemory(options);
  const memory = (): EpisodeOptions['memory'] => ({
    ...settings,
    store: inMemoryStore(),
    namespace: task.id,
  });
  return { task, memory, ablations };
}

export interface LabTaskSourceOptions {
  readonly options: LabOptions;
  readonly seed: number;
  /**
   * Lengths to draw from with equal probability. With `[1, 1, 2]`, a third of the streams have twice the
   * length.
   */
  readonly lengths: readonly number[];
  readonly ablations?: readonly Ablation[];
}

/** Creates the source of GRPO training tasks. */
export function createLabTaskSource(source: LabTaskSourceOptions): TaskSource {
  const { options, seed, ablations, lengths } = source;
  return {
    open(index) {
      const taskSeed = trainingSeed('grpo', seed, index);
      return openLabTask(taskSeed, withLength(options, drawLength(taskSeed, lengths)), ablations);
    },
  };
}

/** Draws the length of a task from its seed. */
export function drawLength(taskSeed: number, lengths: readonly number[]): number {
  return lengths[(mixSeed(taskSeed, 0x1e6) >>> 0) % lengths.length]!;
}
