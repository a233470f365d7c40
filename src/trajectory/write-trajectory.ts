/**
 * Writes trajectory files.
 *
 * @module
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Trajectory } from './trajectory.ts';

/** Returns the text of a trajectory file: one JSON record a line. */
export function formatTrajectory({ header, steps, end }: Trajectory): string {
  return `${[header, ...steps, end].map((record) => JSON.stringify(record)).join('\n')}\n`;
}

/** Writes a trajectory file. It appears under its name only when it is complete. */
export async function writeTrajectory(path: string, trajectory: Trajectory): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, formatTrajectory(trajectory));
  await rename(`${path}.part`, path);
}
