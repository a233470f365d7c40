/**
 * Creates and checks the folders of runs.
 *
 * @module
 */

import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AtomMemError } from '../shared/error.ts';
import { holdsWeights } from './holds-weights.ts';
import { isClaim } from './run-lock.ts';

/** Files left by a run that failed before its first step. */
const BEGUN = ['checkpoints', 'log.jsonl', 'rollouts'];

/**
 * Creates a folder for a run or a study.
 *
 * @returns its absolute path, for comparison with the absolute paths that engines return
 * @throws AtomMemError `bad-option` if the path is a file or inside one
 */
export async function makeFolder(given: string): Promise<string> {
  if (given === '') throw createFolderError(given, 'the name of the folder is empty', 'Pass a folder');
  const directory = resolve(given);
  const problem = await makeWithParents(directory);
  if (problem === undefined) return directory;
  const reason =
    problem.code === 'ENOTDIR' || problem.code === 'EEXIST'
      ? 'is a file or inside one'
      : `cannot be created (${problem.code})`;
  throw createFolderError(given, `${given} ${reason}`, 'Use another folder', problem);
}

function createFolderError(
  value: string,
  problem: string,
  remedy: string,
  cause?: unknown,
): AtomMemError<'bad-option'> {
  return new AtomMemError('bad-option', { problem, remedy, cause, details: { option: 'directory', value } });
}

/** Node's recursive mkdir loops forever if a folder cannot have children, as in /proc. */
async function makeWithParents(
  path: string,
  parentsMade = false,
): Promise<NodeJS.ErrnoException | undefined> {
  try {
    await mkdir(path);
    return undefined;
  } catch (error) {
    const problem = error as NodeJS.ErrnoException;
    // The existing path may be a dangling link.
    const there = problem.code === 'EEXIST' ? await stat(path).catch(() => undefined) : undefined;
    if (there?.isDirectory()) return undefined;
    if (problem.code !== 'ENOENT' || parentsMade) return problem;
    return (await makeWithParents(dirname(path))) ?? makeWithParents(path, true);
  }
}

/**
 * Checks that a run would not replace weights of other origin.
 *
 * @throws AtomMemError `run-exists` if the folder itself holds weights
 */
export function requireNoWeights(given: string): void {
  if (!holdsWeights(given)) return;
  throw new AtomMemError('run-exists', {
    problem: `${given} holds weights that a run would replace`,
    remedy: 'Use another folder',
    details: { path: given },
  });
}

/**
 * Checks that a folder holds nothing but the start of a run.
 *
 * @throws AtomMemError `run-exists` if it holds other files
 */
export async function requireEmpty(given: string): Promise<void> {
  const strange = (await readdir(given)).find((name) => !BEGUN.includes(name) && !isClaim(name));
  if (strange === undefined) return;
  throw new AtomMemError('run-exists', {
    problem: `${given} holds ${join(given, strange)}, which does not belong to a run`,
    remedy: 'Use an empty folder',
    details: { path: given },
  });
}
