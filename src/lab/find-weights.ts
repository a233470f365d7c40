/**
 * Finds the weights of trained lab policies.
 *
 * @module
 */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AtomMemError } from '../shared/error.ts';
import { holdsWeights } from '../train/holds-weights.ts';
import { newestCheckpoint } from '../train/run-checkpoints.ts';
import type { LabPresetName } from './options.ts';

/** Folder of the shipped weights, with a subfolder per preset. */
const SHIPPED_FOLDER = 'data/checkpoints';

/**
 * Resolves a path to a folder of weights. It may be the folder of a checkpoint, or of a run. A run resolves
 * to its best weights, or without them to the newest checkpoint. `tinker://` paths are returned unchanged.
 *
 * @throws AtomMemError `no-checkpoint` if the path holds no weights
 */
export async function findWeights(path: string): Promise<string> {
  if (path.startsWith('tinker://')) return path;
  for (const folder of [path, join(path, 'best')]) {
    if (holdsWeights(folder)) return folder;
  }
  const newest = await newestCheckpoint(join(path, 'checkpoints'));
  if (newest !== undefined) return newest.engine;
  throw new AtomMemError('no-checkpoint', {
    problem: `${path} holds no weights`,
    remedy: 'Give the folder of a checkpoint or of a training run',
    details: { path },
  });
}

/**
 * Returns the path of the shipped weights of a preset, or `undefined` if the package has none. It searches
 * a folder and its parents (default: the folder of this module). `smoke` uses the weights of `small`. The
 * repository has weights of every preset; the published package has only those of `small`.
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
