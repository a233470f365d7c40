/**
 * Finds trajectory files.
 *
 * @module
 */
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { AtomMemError } from '../shared/error.ts';

export interface TrajectoryFile {
  readonly path: string;
  /** Identifies the trajectory within an export. */
  readonly name: string;
}

/**
 * Lists the trajectory files that the paths name. A folder stands for all trajectories in it.
 *
 * @throws AtomMemError `missing-file` or `unreadable-file` for a path, `no-documents` for an empty folder
 */
export async function listTrajectoryFiles(paths: readonly string[]): Promise<readonly TrajectoryFile[]> {
  const files: TrajectoryFile[] = [];
  for (const path of paths) {
    const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
      throw new AtomMemError(cause.code === 'ENOENT' ? 'missing-file' : 'unreadable-file', {
        problem: `${path}: cannot be read (${cause.code})`,
        remedy: 'Give trajectory files, or folders of them',
        details: { path },
        cause,
      });
    });
    if (found.isDirectory()) files.push(...(await listFolder(path)));
    else files.push({ path, name: basename(path).replace(/\.jsonl$/, '') });
  }
  const names = new Map<string, number>();
  return files.map(({ path, name }) => {
    const before = names.get(name) ?? 0;
    names.set(name, before + 1);
    return { path, name: before === 0 ? name : `${name}~${before + 1}` };
  });
}

/** Lists the files in `trajectories/` of a results folder, or every `.jsonl` of any other folder. */
async function listFolder(folder: string): Promise<readonly TrajectoryFile[]> {
  const results = join(folder, 'trajectories');
  const top = (await stat(results).catch(() => undefined))?.isDirectory() ? results : folder;
  const names = await readdir(top, { recursive: true });
  const files = names.filter((name) => name.endsWith('.jsonl')).sort();
  if (files.length === 0) {
    throw new AtomMemError('no-documents', {
      problem: `${folder}: holds no trajectory files (.jsonl)`,
      remedy: 'Give an --out folder of `atommem eval`',
      details: { path: folder },
    });
  }
  return files.map((name) => {
    const path = join(top, name);
    return {
      path,
      name: relative(top, path)
        .replace(/\.jsonl$/, '')
        .replaceAll('\\', '/'),
    };
  });
}
