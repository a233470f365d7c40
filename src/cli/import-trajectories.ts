/**
 * Rebuilds trajectories from exported rows.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { selectFormat } from '../released/select-format.ts';
import { AtomMemError } from '../shared/error.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { toEpisodeFileName } from '../trajectory/episode-file-name.ts';
import { parseExamples } from '../trajectory/import-examples.ts';
import { importTrajectories } from '../trajectory/import-trajectory.ts';
import { writeTrajectory } from '../trajectory/write-trajectory.ts';
import { findRetriever } from './memory-options.ts';

export interface ImportSummary {
  readonly written: number;
  /** Steps that differ from the record, each with the name of its trajectory. */
  readonly differences: readonly string[];
  /** Trajectories that cannot be rebuilt, with the reason. */
  readonly refused: readonly string[];
}

/** Rebuilds the trajectories of an exported file and writes each to its own file. */
export async function importExamples(
  file: string,
  { out, codec }: { readonly out: string; readonly codec: string },
): Promise<ImportSummary> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new AtomMemError(cause.code === 'ENOENT' ? 'missing-file' : 'unreadable-file', {
      problem: `${file}: cannot be read (${cause.code})`,
      remedy: 'Give a .jsonl file of `atommem trajectories export`',
      details: { path: file },
      cause,
    });
  });
  const imported = await importTrajectories(parseExamples(text, file), {
    codecFor: ({ slotZero }) => selectFormat(codec, { slotZero }).codec,
    createStore: inMemoryStore,
    findRetriever,
  });
  const differences: string[] = [];
  const refused: string[] = [];
  for (const each of imported) {
    if ('refused' in each) {
      refused.push(`${each.name}: ${each.refused}`);
      continue;
    }
    differences.push(...each.differences.map((difference) => `${each.name}: ${difference}`));
    await writeTrajectory(join(out, toEpisodeFileName(each.name)), each.trajectory);
  }
  return { written: imported.length - refused.length, differences, refused };
}
