/**
 * Recognises folders of weights.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Files that mark a folder of weights: those of the local engine, or a reference to a server. */
const MARKS = ['config.json', 'tinker.json'];

/** Tells whether the folder itself holds weights, like that of a checkpoint, and not only its subfolders. */
export function holdsWeights(folder: string): boolean {
  return MARKS.some((mark) => existsSync(join(folder, mark)));
}
