import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Trajectory } from './trajectory.ts';

/** A trajectory as the text of its file: one JSON record a line. */
export function formatTrajectory({ header, steps, end }: Trajectory): string {
  return `${[header, ...steps, end].map((record) => JSON.stringify(record)).join('\n')}\n`;
}

/** Writes a trajectory file whole or not at all: it appears under its name only when complete. */
export async function writeTrajectory(path: string, trajectory: Trajectory): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, formatTrajectory(trajectory));
  await rename(`${path}.part`, path);
}
