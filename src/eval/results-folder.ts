import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAppendedLines } from '../shared/json-lines-file.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { writeTrajectory } from '../trajectory/write-trajectory.ts';
import type { EpisodeScore } from './episode-score.ts';

/** Where an evaluation keeps what is done, so that an interrupted one goes on where it was. */
export interface ResultsFolder {
  /** The score of an episode that was finished before. */
  finished(key: string): EpisodeScore | undefined;
  /** Writes the trajectory first, then the score: a score stands only for a whole trajectory. */
  keep(key: string, score: EpisodeScore, trajectory: Trajectory): Promise<void>;
}

interface Line {
  readonly key: string;
  readonly score: EpisodeScore;
}

/**
 * Opens a folder for results, new or of the same evaluation.
 *
 * @param settings what the results depend on; a folder made with other settings is refused.
 * @throws one line that names the folder when it holds another evaluation or cannot be written.
 */
export async function openResultsFolder(folder: string, settings: object): Promise<ResultsFolder> {
  const settingsPath = join(folder, 'settings.json');
  const scoresPath = join(folder, 'episodes.jsonl');
  const wanted = `${JSON.stringify(settings, null, 2)}\n`;
  await mkdir(join(folder, 'trajectories'), { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${folder}: cannot be written (${cause.code}); give another --out`);
  });
  const found = await readFile(settingsPath, 'utf8').catch(() => undefined);
  if (found !== undefined && found !== wanted) {
    throw new Error(
      `${folder}: holds results of other settings (${firstDifference(found, wanted)}); give another --out`,
    );
  }
  if (found === undefined) await writeFile(settingsPath, wanted);
  const lines = (await readAppendedLines(scoresPath, { repair: true })) as readonly Line[];
  const scores = new Map(lines.map(({ key, score }) => [key, score]));
  return {
    finished: (key) => scores.get(key),
    async keep(key, score, trajectory) {
      await writeTrajectory(join(folder, 'trajectories', `${fileNameOf(key)}.jsonl`), trajectory);
      await appendFile(scoresPath, `${JSON.stringify({ key, score } satisfies Line)}\n`);
      scores.set(key, score);
    },
  };
}

/** Keys hold ids of data sets: nothing of them becomes a path but letters, digits, dots and dashes. */
export function fileNameOf(key: string): string {
  return key
    .split('/')
    .map((part) =>
      part
        .replace(/[^\p{L}\p{N}.+-]/gu, '_')
        .replace(/^\.+/, '_')
        .slice(0, 80),
    )
    .join('/');
}

function firstDifference(found: string, wanted: string): string {
  const other = wanted.split('\n');
  const index = found.split('\n').findIndex((line, position) => line !== other[position]);
  return `${found.split('\n')[index]?.trim()} there, ${other[index]?.trim()} now`;
}
