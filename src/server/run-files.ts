/**
 * Lists and shows the reports and episodes of a results folder.
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { renderEpisode } from '../report/render-episode.ts';
import { AtomMemError } from '../shared/error.ts';
import { readTrajectory } from '../trajectory/read-trajectory.ts';

/** One file that the view links to. */
export interface RunFile {
  /** Path in the folder, with `/`. */
  readonly path: string;
  readonly kind: 'report' | 'episode';
}

/** Maximum number of files in the list. */
const MOST_FILES = 500;

/** Lists reports, then episodes, sorted by path. */
export async function listRunFiles(folder: string): Promise<readonly RunFile[]> {
  const paths = await readdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new AtomMemError('unreadable-file', {
      problem: `${folder} cannot be read (${cause.code})`,
      remedy: 'Give the --out folder of `atommem eval` or `atommem bench`',
      details: { path: folder },
      cause,
    });
  });
  const files = paths
    .map((path) => path.replaceAll(sep, '/'))
    .sort()
    .flatMap((path): readonly RunFile[] => {
      if (/(^|\/)report\.html$/.test(path)) return [{ path, kind: 'report' }];
      return /(^|\/)trajectories\/.*\.jsonl$/.test(path) ? [{ path, kind: 'episode' }] : [];
    });
  const reports = files.filter(({ kind }) => kind === 'report');
  return [...reports, ...files.filter(({ kind }) => kind === 'episode')].slice(0, MOST_FILES);
}

/** Returns the page of a listed file; `undefined` for any other path. */
export async function renderRunFile(folder: string, path: string): Promise<string | undefined> {
  const file = (await listRunFiles(folder)).find((one) => one.path === path);
  if (file === undefined) return undefined;
  const place = join(folder, file.path);
  return file.kind === 'report'
    ? readFile(place, 'utf8')
    : renderEpisode(await readTrajectory(place), file.path);
}
