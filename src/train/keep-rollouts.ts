/**
 * Saves rollouts as trajectories.
 *
 * @module
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeTrajectory } from '../trajectory/write-trajectory.ts';
import type { RolloutGroup } from './rollout-group.ts';

/**
 * Writes the rollouts of one update as trajectories, one file each:
 * `rollouts/update-000010/task-000123.05.jsonl` is the sixth rollout of task 123. `atommem replay` and
 * `atommem trajectories export` read these files.
 *
 * @param directory folder of the run
 */
export async function keepRollouts(
  groups: readonly RolloutGroup[],
  update: number,
  directory: string,
): Promise<void> {
  const folder = join(directory, 'rollouts', `update-${padded(update, 6)}`);
  // A run killed after this update may have drawn other tasks for it.
  await rm(folder, { recursive: true, force: true });
  for (const { index, trajectories } of groups) {
    for (const [member, trajectory] of trajectories.entries()) {
      await writeTrajectory(join(folder, `task-${padded(index, 6)}.${padded(member, 2)}.jsonl`), trajectory);
    }
  }
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}
