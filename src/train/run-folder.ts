import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { holdsWeights } from './holds-weights.ts';
import { isClaim } from './run-lock.ts';

/** What a run leaves behind that failed before its first step. */
const BEGUN = ['checkpoints', 'log.jsonl'];

/**
 * Makes a folder for a run or a study.
 *
 * @returns its whole path: an engine answers with one, and what lies in the folder must be told from it.
 * @throws Error where the path is a file, or lies in one
 */
export async function makeFolder(given: string): Promise<string> {
  if (given === '') throw new Error('the folder has no name: give one');
  const directory = resolve(given);
  await mkdir(directory, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOTDIR' && cause.code !== 'EEXIST') throw cause;
    throw new Error(`${given} is a file, or would lie in one: give a folder`, { cause });
  });
  return directory;
}

/** @throws Error where a run would replace weights that no run of this folder made */
export function requireNoWeights(given: string): void {
  if (!holdsWeights(given)) return;
  throw new Error(`${given} holds weights, which a run would replace: give another folder`);
}

/** @throws Error where a new run would lie among files of something else */
export async function requireEmpty(given: string): Promise<void> {
  const strange = (await readdir(given)).find((name) => !BEGUN.includes(name) && !isClaim(name));
  if (strange === undefined) return;
  throw new Error(`${given} holds ${join(given, strange)}, which is no part of a run: give an empty folder`);
}
