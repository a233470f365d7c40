/**
 * Turns any tasks into a source of training tasks.
 *
 * @module
 */

import type { EpisodeOptions } from '../agent/run-episode.ts';
import type { Ablation } from '../memory/ablate.ts';
import { AtomMemError } from '../shared/error.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import type { Task } from '../task/task.ts';
import type { TaskSource } from './rollout-group.ts';

export interface TaskSourceOptions {
  /** Seed of the order, and of the tasks' randomness. */
  readonly seed: number;
  /** How episodes open their memory. `store` and `namespace` are new for every episode. */
  readonly memory?: Omit<NonNullable<EpisodeOptions['memory']>, 'store' | 'namespace'>;
  readonly ablations?: readonly Ablation[];
}

/**
 * Draws tasks in turn. Every draw opens its task with another seed; all rollouts of a group share it.
 *
 * @throws AtomMemError `bad-option` if there is no task
 */
export function createTaskSource(
  tasks: readonly Task[],
  { seed, memory, ablations }: TaskSourceOptions,
): TaskSource {
  if (tasks.length === 0) {
    throw new AtomMemError('bad-option', {
      problem: 'There is no task to train on',
      remedy: 'Give at least one',
      details: { option: 'tasks', value: tasks },
    });
  }
  return {
    open(index) {
      const task = tasks[index % tasks.length]!;
      const open = (): EpisodeOptions['memory'] => ({
        ...memory,
        store: inMemoryStore(),
        namespace: task.id,
      });
      return { task, memory: open, ablations, seed: mixSeed(seed, index, TASK) >>> 0 };
    },
  };
}

/** Distinguishes the seeds of tasks from those of policies. */
const TASK = 0x7a5c;
