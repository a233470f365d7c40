import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../engine/engine.ts';

/** The weights of a run that scored best on development tasks, kept while checkpoints come and go. */
export interface BestWeights {
  /** Keeps the engine's weights where their score is above every earlier one of the run. */
  offer(engine: Pick<Engine, 'save'>, step: number, score: number): Promise<void>;
  /** The engine's path to them; `undefined` before the first. */
  path(): string | undefined;
}

interface Record {
  readonly step: number;
  readonly score: number;
}

/**
 * Opens `best/` and `best.json` of a run's folder.
 *
 * @param resume whether what an earlier part of the run kept still counts.
 */
export async function openBestWeights(directory: string, resume: boolean): Promise<BestWeights> {
  const weights = join(directory, 'best');
  const file = join(directory, 'best.json');
  let best: Record | undefined;
  if (resume && existsSync(weights) && existsSync(file))
    best = JSON.parse(await readFile(file, 'utf8')) as Record;
  return {
    async offer(engine, step, score) {
      if (best !== undefined && score <= best.score) return;
      await engine.save(weights, { optimizer: false, overwrite: true });
      best = { step, score };
      await writeFile(`${file}.new`, `${JSON.stringify(best)}\n`);
      await rename(`${file}.new`, file);
    },
    path: () => (best === undefined ? undefined : weights),
  };
}
