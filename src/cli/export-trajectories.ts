/**
 * Exports recorded episodes as training data.
 *
 * @module
 */
import { scoreEpisode } from '../eval/episode-score.ts';
import { AtomMemError } from '../shared/error.ts';
import { extractExamples } from '../trajectory/export-examples.ts';
import { writeExport } from '../trajectory/export-file.ts';
import { type ExportFormatName, type ExportRow, exportFormat } from '../trajectory/export-formats.ts';
import { readTrajectory } from '../trajectory/read-trajectory.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { listTrajectoryFiles } from './trajectory-files.ts';

export interface ExportSummary {
  readonly trajectories: number;
  readonly rows: number;
  /** Number of steps and calls without a row, by reason. */
  readonly skipped: { readonly [reason: string]: number };
}

/**
 * Writes the examples of trajectory files as rows, one file at a time. After an error no file is left.
 *
 * @throws AtomMemError if a path holds no trajectory, a file is damaged, or there are no rows
 */
export async function exportExamples(
  paths: readonly string[],
  { format: name, out }: { readonly format: ExportFormatName; readonly out: string },
): Promise<ExportSummary> {
  const files = await listTrajectoryFiles(paths);
  const format = exportFormat(name);
  const skipped: Record<string, number> = {};
  const skip = (reason: string, count: number): void => {
    if (count > 0) skipped[reason] = (skipped[reason] ?? 0) + count;
  };
  async function* rows(): AsyncGenerator<ExportRow> {
    let index = 0;
    for (const { path, name } of files) {
      const trajectory = await readTrajectory(path);
      const found = extractExamples(trajectory, { name, reward: readReward(trajectory) });
      for (const [reason, count] of Object.entries(found.skipped)) skip(reason, count);
      for (const example of found.examples) {
        const row = format.row(example, index);
        if (row === undefined) skip(`no ${format.needs}`, 1);
        else {
          index += 1;
          yield row;
        }
      }
    }
  }
  const written = await writeExport(out, format, rows());
  if (written === 0) {
    const why = Object.entries(skipped).map(([reason, count]) => `${count} steps: ${reason}`);
    throw new AtomMemError('no-documents', {
      problem: `nothing to export: the format ${name} needs ${format.needs}, and no step of ${files.length} trajectories has them (${why.join(', ') || 'no steps'})`,
      remedy: 'Export episodes of a policy that asks a model',
    });
  }
  return { trajectories: files.length, rows: written, skipped };
}

/** Returns the task's reward, or the mean exact match over the questions that have accepted answers. */
function readReward(trajectory: Trajectory): number | null {
  if (trajectory.end.reward !== undefined) return trajectory.end.reward;
  const { questions } = trajectory.header.task;
  const scored = scoreEpisode(trajectory).questions.filter(
    (_, index) => questions[index]!.answers.length > 0,
  );
  if (scored.length === 0) return null;
  return scored.reduce((sum, { em }) => sum + em, 0) / scored.length;
}
