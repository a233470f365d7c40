import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newestCheckpoint } from './training-run.ts';

/** Where the weights that come with the package lie. */
const SHIPPED_FOLDER = 'data/checkpoints';

/** Weights of the lab's `small` preset that come with the package. */
export type ShippedWeights = 'sft' | 'grpo';

/**
 * The weights that a path means: a checkpoint's own folder, or of a run's folder the best weights, else the
 * newest checkpoint.
 *
 * @throws Error where there are none
 */
export async function findWeights(path: string): Promise<string> {
  for (const folder of [path, join(path, 'best')]) {
    if (existsSync(join(folder, 'config.json'))) return folder;
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
