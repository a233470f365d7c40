import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newestCheckpoint } from './training-run.ts';

/** Where the weights that come with the package lie. */
const SHIPPED_FOLDER = 'data/checkpoints';

/** Weights of the lab's `small` preset that come with the package. */
export type ShippedWeights = 'sft' | 'grpo';

/** What a folder of weights holds: the weights of the local engine, or where a server keeps them. */
const MARKS = ['config.json', 'tinker.json'];

/**
 * The weights that a path means: a checkpoint's own folder, or of a run's folder the best weights, else the
 * newest checkpoint. A server's own `tinker://` path stands for itself.
 *
 * @throws Error where there are none
 */
export async function findWeights(path: string): Promise<string> {
  if (path.startsWith('tinker://')) return path;
  for (const folder of [path, join(path, 'best')]) {
    if (MARKS.some((mark) => existsSync(join(folder, mark)))) return folder;
  }
  const newest = await newestCheckpoint(join(path, 'checkpoints'));
  if (newest !== undefined) return newest.engine;
  throw new Error(`${path} holds no weights: give the folder of a checkpoint or of a training run`);
}

/** Path of weights that come with the package, found upwards of this module; `undefined` where there are none. */
export function shippedWeights(name: ShippedWeights): string | undefined {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const path = join(folder, SHIPPED_FOLDER, 'lab-small', name);
    if (existsSync(join(path, 'config.json'))) return path;
    if (folder === dirname(folder)) return undefined;
  }
}
