import { appendFile, copyFile, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EpisodeScore } from '../eval/episode-score.ts';
import { readAppendedLines } from '../shared/json-lines-file.ts';
import { toEpisodeFileName } from '../trajectory/episode-file-name.ts';

/** Scores that episodes can be chosen by: means over questions, and the released scorer's per episode. */
export const MEASURES = ['em', 'f1', 'judge', 'official'] as const;

export type Measure = (typeof MEASURES)[number];

export interface CollectOptions {
  /** A folder that does not exist yet, or is empty. */
  readonly out: string;
  readonly by: Measure;
  readonly atLeast: number;
}

/** Episodes by what became of them. */
export interface Collection {
  readonly kept: number;
  readonly left: number;
  /** Those that the measure says nothing about: without questions, or without a verdict. */
  readonly unscored: number;
}

/**
 * Copies the trajectories of an evaluation's folder whose score reaches a threshold, with their lines of
 * `episodes.jsonl`: rejection sampling, the evaluation being the sampler.
 *
 * @throws one line for a folder that holds no evaluation, an `out` that is not empty, or a measure that no
 * episode has.
 */
export async function collectEpisodes(
  folder: string,
  { out, by, atLeast }: CollectOptions,
): Promise<Collection> {
  const path = join(folder, 'episodes.jsonl');
  const all = (await readAppendedLines(path, { repair: true })) as readonly Line[];
  const lines = all.filter(({ key }) => key !== undefined);
  if (lines.length === 0) {
    throw new Error(`${folder}: holds no finished episodes; give an --out folder of "atommem eval"`);
  }
  const scored = lines.map((line) => ({ ...line, value: meanScore(line.score, by) }));
  if (scored.every(({ value }) => value === null)) {
    const remedy = by === 'judge' ? '; run eval with --judge-model' : '';
    throw new Error(`${folder}: no episode has a score by ${by}${remedy}`);
  }
  if ((await readdir(out).catch(() => [])).length > 0) {
    throw new Error(`${out}: is not empty; give a folder of its own`);
  }
  const kept = scored.filter(({ value }) => value !== null && value >= atLeast);
  await mkdir(out, { recursive: true });
  for (const { key, score } of kept) {
    const place = join('trajectories', toEpisodeFileName(key));
    await mkdir(dirname(join(out, place)), { recursive: true });
    await copyFile(join(folder, place), join(out, place));
    await appendFile(join(out, 'episodes.jsonl'), `${JSON.stringify({ key, score })}\n`);
  }
  const unscored = scored.filter(({ value }) => value === null).length;
  return { kept: kept.length, left: scored.length - kept.length - unscored, unscored };
}

interface Line {
  readonly key: string;
  readonly score: EpisodeScore;
}

function meanScore({ questions, official }: EpisodeScore, by: Measure): number | null {
  if (by === 'official') return official ?? null;
  const values = questions.map((question) => question[by] ?? null).filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
