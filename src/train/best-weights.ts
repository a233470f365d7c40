import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Engine } from '../engine/engine.ts';
import { newestCheckpoint, writeWhole } from './run-checkpoints.ts';

/** The weights of a run that scored best on development tasks, kept while checkpoints come and go. */
export interface BestWeights {
  /** Keeps the engine's weights where their score is above every earlier one of the run. */
  offer(engine: Pick<Engine, 'save'>, step: number, score: number): Promise<void>;
  /** The engine's path to them; `undefined` before the first. */
  path(): string | undefined;
}

const RECORD = z.object({ step: z.number(), score: z.number() });

/**
 * Opens `best/` and `best.json` of a run's folder.
 *
 * @param resume whether what an earlier part of the run kept still counts.
 * @throws Error where `best.json` is damaged
 */
export async function openBestWeights(directory: string, resume: boolean): Promise<BestWeights> {
  const weights = join(directory, 'best');
  const file = join(directory, 'best.json');
  // Without a checkpoint a run begins anew, and what was kept before is replaced.
  const goesOn = resume && (await newestCheckpoint(join(directory, 'checkpoints'))) !== undefined;
  let best = goesOn && existsSync(weights) && existsSync(file) ? await readRecord(file) : undefined;
  return {
    async offer(engine, step, score) {
      if (best !== undefined && score <= best.score) return;
      await engine.save(weights, { optimizer: false, overwrite: true });
      best = { step, score };
      await writeWhole(file, `${JSON.stringify(best)}\n`);
    },
    path: () => (best === undefined ? undefined : weights),
  };
}

/** The step of the best weights in a run's folder, where there are any. */
export async function bestStep(directory: string): Promise<number | undefined> {
  const file = join(directory, 'best.json');
  return existsSync(file) ? (await readRecord(file)).step : undefined;
}

async function readRecord(file: string): Promise<z.infer<typeof RECORD>> {
  try {
    return RECORD.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new Error(`${file} is damaged: delete it, and the next evaluation counts as the best so far`, {
      cause,
    });
  }
}
