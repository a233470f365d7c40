import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { holdsWeights } from './holds-weights.ts';
import { isClaim } from './run-lock.ts';

/** What a run leaves behind that failed before its first step. */
const BEGUN = ['checkpoints', 'log.jsonl', 'rollouts'];

/**
 * Makes a folder for a run or a study.
 *
 * @returns its whole path: an engine answers with one, and what lies in the folder must be told from it.
 * @throws Error where the path is a file, or lies in one
 */
export async function makeFolder(given: string): Promise<string> {
  if (given === '') throw new Error('the folder has no name: give one');
  const directory = resolve(given);
  const problem = await makeWithParents(directory);
  if (problem === undefined) return directory;
  const reason =
    problem.code === 'ENOTDIR' || problem.code === 'EEXIST'
      ? 'is a file, or would lie in one'
      : `cannot be made (${problem.code})`;
  throw new Error(`${given} ${reason}: give a folder`, { cause: problem });
}

/** Node's own recursive mkdir tries for ever where a folder cannot have children, as in /proc. */
async function makeWithParents(
  path: string,
  parentsMade = false,
): Promise<NodeJS.ErrnoException | undefined> {
  try {
    await mkdir(path);
    return undefined;
  } catch (error) {
    const problem = error as NodeJS.ErrnoException;
    // What is there may be a link to nothing.
    const there = problem.code === 'EEXIST' ? await stat(path).catch(() => undefined) : undefined;
    if (there?.isDirectory()) return undefined;
    if (problem.code !== 'ENOENT' || parentsMade) return problem;
    return (await makeWithParents(dirname(path))) ?? makeWithParents(path, true);
  }
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
