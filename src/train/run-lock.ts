/**
 * Locks the folder of a run.
 *
 * @module
 */

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { AtomMemError } from '../shared/error.ts';

/** Lock files, one per process that wants the folder. Each contains the name of its machine. */
const CLAIM = /^lock\.(\d+)$/;

/** Folders locked by this process. A lock file with its process id may be left from an earlier process. */
const held = new Set<string>();

/**
 * Locks a folder for this process. Locks of dead processes are removed. So are those of other machines,
 * which cannot be checked: a restarted container has a new name. Each process writes its lock before it
 * looks for others, so at most one of two succeeds.
 *
 * @param directory absolute path of an existing folder
 * @returns a function that unlocks the folder
 * @throws AtomMemError `run-locked`, which names the process holding the lock
 */
export async function lockFolder(directory: string): Promise<() => Promise<void>> {
  if (held.has(directory)) throw createTakenError(directory, process.pid);
  held.add(directory);
  const own = join(directory, `lock.${process.pid}`);
  const free = async (): Promise<void> => {
    held.delete(directory);
    await rm(own, { force: true });
  };
  try {
    await writeFile(own, hostname());
    const other = await otherHolder(directory);
    if (other !== undefined) throw createTakenError(directory, other);
  } catch (error) {
    await free();
    throw error;
  }
  return free;
}

/** Tells whether a file name is a lock of some process. */
export function isClaim(name: string): boolean {
  return CLAIM.test(name);
}

async function otherHolder(directory: string): Promise<number | undefined> {
  for (const name of await readdir(directory)) {
    const holder = Number(CLAIM.exec(name)?.[1] ?? process.pid);
    if (holder === process.pid) continue;
    const host = await readFile(join(directory, name), 'utf8').catch(() => undefined);
    // A lock that is just being written is still empty.
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
    // The process exists but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function createTakenError(directory: string, holder: number): AtomMemError<'run-locked'> {
  return new AtomMemError('run-locked', {
    problem: `process ${holder} is training in ${directory}`,
    remedy: `Stop it or use another folder. If it is not a training process, delete ${join(directory, `lock.${holder}`)}`,
    details: { path: directory, holder },
  });
}
