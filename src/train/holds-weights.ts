import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What a folder of weights holds: the weights of the local engine, or where a server keeps them. */
const MARKS = ['config.json', 'tinker.json'];

/** Whether weights lie in the folder itself, as in a checkpoint's, and not only in folders of a run below it. */
export function holdsWeights(folder: string): boolean {
  return MARKS.some((mark) => existsSync(join(folder, mark)));
}
