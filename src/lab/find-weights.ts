import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { holdsWeights } from '../train/holds-weights.ts';
import { newestCheckpoint } from '../train/run-checkpoints.ts';
import type { LabPresetName } from './options.ts';

/** Where the weights that come with the package lie, in a folder for each preset of the lab. */
const SHIPPED_FOLDER = 'data/checkpoints';

/**
 * The weights that a path means: a checkpoint's own folder, or of a run's folder the best weights, else the
 * newest checkpoint. A server's own `tinker://` path stands for itself.
 *
 * @throws Error where there are none
 */
export async function findWeights(path: string): Promise<string> {
  if (path.startsWith('tinker://')) return path;
  for (const folder of [path, join(path, 'best')]) {
    if (holdsWeights(folder)) return folder;
  }
  const newest = await newestCheckpoint(join(path, 'checkpoints'));
  if (newest !== undefined) return newest.engine;
  throw new Error(`${path} holds no weights: give the folder of a checkpoint or of a training run`);
}

/**
 * Path of the weights of a preset that come with the package, found in a folder or above it (default: this
 * module's); `undefined` where there are none. `smoke` has those of `small`. The repository has weights of
 * every preset, a published package those of `small`.
 */
export function shippedWeights(
  preset: LabPresetName,
  stage: 'sft' | 'grpo',
  from: string = import.meta.dirname,
): string | undefined {
  const name = `lab-${preset === 'smoke' ? 'small' : preset}`;
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, SHIPPED_FOLDER, name, stage);
    if (existsSync(join(path, 'config.json'))) return path;
    if (folder === dirname(folder)) return undefined;
  }
}
