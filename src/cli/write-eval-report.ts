import type { DocumentStream } from '../dataset/stream-builder.ts';
import type { EvalReport } from '../eval/eval-row.ts';
import { loadEpisodes } from '../report/load-episodes.ts';
import { readResults } from '../report/read-results.ts';
import { writeReport } from '../report/write-report.ts';

/** Writes `report.html` and `report.md` beside the results of an evaluation; returns their paths. */
export async function writeEvalReport(
  folder: string,
  { command, seed, rows }: EvalReport,
  datasets: ReadonlyMap<string, readonly DocumentStream[]>,
): Promise<readonly string[]> {
  const { digests, trajectoryOf } = await readResults(folder);
  const episodes = await loadEpisodes(digests, {
    trajectoryOf,
    documentsOf: ({ dataset, score }) =>
      datasets.get(dataset)?.find(({ id }) => id === score.stream)?.documents,
  });
  const title = `Memory policies on ${[...datasets.keys()].join(', ')}`;
  return writeReport(folder, { title, command, seed, rows, digests, episodes });
}
