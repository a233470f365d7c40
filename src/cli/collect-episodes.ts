/**
 * Selects the episodes of an evaluation that scored well.
 *
 * @module
 */
import { appendFile, copyFile, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EpisodeScore } from '../eval/episode-score.ts';
import { AtomMemError } from '../shared/error.ts';
import { readAppendedLines } from '../shared/json-lines-file.ts';
import { toEpisodeFileName } from '../trajectory/episode-file-name.ts';

/** Scores to select by: means over questions, the score of the released code, or the reward of the task. */
export const MEASURES = ['em', 'f1', 'judge', 'official', 'reward'] as const;

export type Measure = (typeof MEASURES)[number];

export interface CollectOptions {
  /** A folder that is empty or does not exist. */
  readonly out: string;
  readonly by: Measure;
  readonly atLeast: number;
}

/** Numbers of episodes. */
export interface Collection {
  readonly kept: number;
  readonly left: number;
  /** Episodes without the score: they have no questions, or no verdict. */
  readonly unscored: number;
}

/**
 * Copies trajectories whose score reaches a threshold, with their lines of `episodes.jsonl`. This is
 * rejection sampling from an evaluation.
 * @throws AtomMemError if the folder holds no evaluation, `out` is not empty, or no episode has the score
 */
export async function collectEpisodes(
  folder: string,
  { out, by, atLeast }: CollectOptions,
): Promise<Collection> {
  const path = join(folder, 'episodes.jsonl');
  const all = (await readAppendedLines(path, { repair: true })) as readonly Line[];
  const lines = all.filter(({ key }) => key !== undefined);
  if (lines.length === 0) {
    throw fail(
      'no-documents',
      folder,
      'holds no finished episodes',
      'Give an --out folder of `atommem eval`',
    );
  }
  const scored = lines.map((line) => ({ ...line, value: meanScore(line.score, by) }));
  if (scored.every(({ value }) => value === null)) {
    const remedy =
      by === 'judge' ? 'Run eval with --judge-model' : `Select by another of ${MEASURES.join(', ')}`;
    throw fail('malformed-record', folder, `no episode has a score by ${by}`, remedy);
  }
  if ((await readdir(out).catch(() => [])).length > 0) {
    throw fail('bad-option', out, 'is not empty', 'Give another --out folder');
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

function fail(
  code: 'no-documents' | 'malformed-record' | 'bad-option',
  folder: string,
  problem: string,
  remedy: string,
): AtomMemError {
  return new AtomMemError(code, { problem: `${folder}: ${problem}`, remedy });
}

function meanScore({ questions, official, reward }: EpisodeScore, by: Measure): number | null {
  if (by === 'official') return official ?? null;
  if (by === 'reward') return reward ?? null;
  const values = questions.map((question) => question[by] ?? null).filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
