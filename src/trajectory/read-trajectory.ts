import { readFile } from 'node:fs/promises';
import type { EndRecord, EpisodeRecord, StepRecord } from './trajectory.ts';
import { TRAJECTORY_SCHEMA, type Trajectory, type TrajectoryRecord } from './trajectory.ts';

/**
 * Reads a trajectory file.
 *
 * @throws one line that names the file (and the line) when it is missing, not a trajectory, of another
 * schema version, or cut short.
 */
export async function readTrajectory(path: string): Promise<Trajectory> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new Error(
      `${path}: cannot be read (${cause.code ?? cause.message}); give the path of a trajectory .jsonl`,
    );
  });
  return parseTrajectory(text, path);
}

/** `readTrajectory` for text at hand; `name` stands in error messages. */
export function parseTrajectory(text: string, name = 'trajectory'): Trajectory {
  const records = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => parseLine(line, `${name}:${index + 1}`));
  const [header, ...rest] = records;
  if (header?.kind !== 'episode')
    throw new Error(`${name}: not a trajectory: its first line has no kind "episode"`);
  if (header.schema !== TRAJECTORY_SCHEMA) {
    throw new Error(`${name}: schema ${header.schema}; this version reads ${TRAJECTORY_SCHEMA}`);
  }
  const end = rest.at(-1);
  if (end?.kind !== 'end') throw new Error(`${name}: has no end record: its episode was interrupted`);
  return {
    header: header as EpisodeRecord,
    steps: rest.filter((record): record is StepRecord => record.kind === 'step'),
    end: end as EndRecord,
  };
}

function parseLine(line: string, place: string): TrajectoryRecord {
  try {
    return JSON.parse(line) as TrajectoryRecord;
  } catch {
    throw new Error(`${place}: not JSON; a trajectory has one JSON record a line`);
  }
}
