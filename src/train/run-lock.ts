import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const LOCK = 'lock.json';

/** Locks of this process: by its number alone, one that it left in an earlier life could not be told apart. */
const held = new Set<string>();

/**
 * Keeps a run's folder for this process. A lock whose process has ended, or that comes from another machine and
 * so cannot be asked, is taken over: a container that is started again has another name.
 *
 * @param directory a whole path of a folder that is there.
 * @returns gives the folder free.
 * @throws Error that names the process that trains in it
 */
export async function lockFolder(directory: string): Promise<() => Promise<void>> {
  const file = join(directory, LOCK);
  const holder = await holderOf(file);
  if (holder !== undefined) {
    throw new Error(
      `process ${holder} trains in ${directory}: stop it or give another folder; if it is no training run, delete ${file}`,
    );
  }
  await rm(file, { force: true });
  const mine = JSON.stringify({ process: process.pid, host: hostname() });
  // Fails where another process was faster.
  await writeFile(file, mine, { flag: 'wx' });
  held.add(file);
  return async () => {
    held.delete(file);
    await rm(file, { force: true });
  };
}

/** The number of the process that holds a lock now. */
async function holderOf(file: string): Promise<number | undefined> {
  if (held.has(file)) return process.pid;
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const [, holder, host] = /^\{"process":(\d+),"host":(".*")\}$/.exec(text) ?? [];
  if (holder === undefined || host !== JSON.stringify(hostname())) return undefined;
  return Number(holder) !== process.pid && isAlive(Number(holder)) ? Number(holder) : undefined;
}

function isAlive(process_: number): boolean {
  try {
    return process.kill(process_, 0);
  } catch (error) {
    // It is there, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
