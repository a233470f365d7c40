import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** One file for each process that asks for a folder; it holds the name of its machine. */
const CLAIM = /^lock\.(\d+)$/;

/** Folders of this process: a claim under its own number may be left from an earlier life. */
const held = new Set<string>();

/**
 * Keeps a folder for this process. A claim whose process has ended, or that comes from another machine and so
 * cannot be asked, is removed: a container that is started again has another name. Each process makes its claim
 * before it looks for others, so that of two at the same time at most one goes on.
 *
 * @param directory a whole path of a folder that is there.
 * @returns gives the folder free.
 * @throws Error that names the process that has it
 */
export async function lockFolder(directory: string): Promise<() => Promise<void>> {
  if (held.has(directory)) throw taken(directory, process.pid);
  held.add(directory);
  const own = join(directory, `lock.${process.pid}`);
  const free = async (): Promise<void> => {
    held.delete(directory);
    await rm(own, { force: true });
  };
  try {
    await writeFile(own, hostname());
    const other = await otherHolder(directory);
    if (other !== undefined) throw taken(directory, other);
  } catch (error) {
    await free();
    throw error;
  }
  return free;
}

/** Whether a name in a folder is a claim of some process. */
export function isClaim(name: string): boolean {
  return CLAIM.test(name);
}

async function otherHolder(directory: string): Promise<number | undefined> {
  for (const name of await readdir(directory)) {
    const holder = Number(CLAIM.exec(name)?.[1] ?? process.pid);
    if (holder === process.pid) continue;
    const host = await readFile(join(directory, name), 'utf8').catch(() => undefined);
    // A claim that is being written has no text yet.
    if (host === hostname() || host === '') {
      if (isAlive(holder)) return holder;
    }
    await rm(join(directory, name), { force: true });
  }
  return undefined;
}

function isAlive(holder: number): boolean {
  try {
    return process.kill(holder, 0);
  } catch (error) {
    // It is there, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function taken(directory: string, holder: number): Error {
  const remedy = `stop it or give another folder; if that is no training, delete ${join(directory, `lock.${holder}`)}`;
  return new Error(`process ${holder} trains in ${directory}: ${remedy}`);
}
