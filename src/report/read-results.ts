import { join } from 'node:path';
import type { EpisodeScore } from '../eval/episode-score.ts';
import { fileNameOf } from '../eval/results-folder.ts';
import { readAppendedLines } from '../shared/json-lines-file.ts';
import { readTrajectory } from '../trajectory/read-trajectory.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { measureEpisode } from './measure-episode.ts';
import type { EpisodeDigest } from './report-input.ts';

/** What the folder of an evaluation holds for a report. */
export interface FolderResults {
  readonly digests: readonly EpisodeDigest[];
  /** For `loadEpisodes`. */
  readonly trajectoryOf: (digest: EpisodeDigest) => Promise<Trajectory>;
}

/**
 * Reads the results folder of `atommem eval --out`: every trajectory is read once and summed up, one at a
 * time.
 *
 * @throws one line that names a trajectory file that is missing or damaged.
 */
export async function readResults(folder: string): Promise<FolderResults> {
  const lines = await readAppendedLines(join(folder, 'episodes.jsonl'));
  const paths = new Map<EpisodeDigest, string>();
  for (const line of lines) {
    const { key, score } = line as { readonly key: string; readonly score: EpisodeScore };
    const path = join(folder, 'trajectories', `${fileNameOf(key)}.jsonl`);
    const trajectory = await readTrajectory(path);
    paths.set({ ...placeOf(key, trajectory), score, measure: measureEpisode(trajectory) }, path);
  }
  return {
    digests: [...paths.keys()],
    trajectoryOf: (digest) => readTrajectory(paths.get(digest)!),
  };
}

/** A key is `POLICY/DATASET-DOCUMENTS/STREAM`; policy and stream may hold slashes of their own. */
function placeOf(
  key: string,
  { header }: Trajectory,
): Pick<EpisodeDigest, 'policy' | 'dataset' | 'documents'> {
  const { policy, task } = header;
  const middle = key.slice(policy.length + 1, key.length - task.id.length - 1);
  const dash = middle.lastIndexOf('-');
  return { policy, dataset: middle.slice(0, dash), documents: Number(middle.slice(dash + 1)) };
}
