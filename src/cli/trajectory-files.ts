import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';

export interface TrajectoryFile {
  readonly path: string;
  /** Tells trajectories of one export apart. */
  readonly name: string;
}

/**
 * The trajectory files that paths name, folders with all that lies in them.
 *
 * @throws one line where a path cannot be read, or a folder holds none.
 */
export async function trajectoryFiles(paths: readonly string[]): Promise<readonly TrajectoryFile[]> {
  const files: TrajectoryFile[] = [];
  for (const path of paths) {
    const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
      throw new Error(`${path}: cannot be read (${cause.code}); give trajectory files or folders of them`);
    });
    if (found.isDirectory()) files.push(...(await filesBelow(path)));
    else files.push({ path, name: basename(path).replace(/\.jsonl$/, '') });
  }
  const names = new Map<string, number>();
  return files.map(({ path, name }) => {
    const before = names.get(name) ?? 0;
    names.set(name, before + 1);
    return { path, name: before === 0 ? name : `${name}~${before + 1}` };
  });
}

/** In a results folder, what lies under `trajectories/`; in any other, every `.jsonl`. */
async function filesBelow(folder: string): Promise<readonly TrajectoryFile[]> {
  const results = join(folder, 'trajectories');
  const top = (await stat(results).catch(() => undefined))?.isDirectory() ? results : folder;
  const names = await readdir(top, { recursive: true });
  const files = names.filter((name) => name.endsWith('.jsonl')).sort();
  if (files.length === 0) throw new Error(`${folder}: holds no trajectory .jsonl`);
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
