/**
 * Keeps the best weights of a run.
 *
 * @module
 */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Engine } from '../engine/engine.ts';
import { AtomMemError } from '../shared/error.ts';
import { newestCheckpoint, writeWhole } from './run-checkpoints.ts';

/** The weights of a run that scored best on development tasks. They are kept when checkpoints are removed. */
export interface BestWeights {
  /** Saves the engine's weights if their score exceeds all earlier scores of the run. */
  offer(engine: Pick<Engine, 'save'>, step: number, score: number): Promise<void>;
  /** Returns the engine's path to the best weights, or `undefined` before the first. */
  path(): string | undefined;
}

const RECORD = z.object({ step: z.number(), score: z.number() });

/**
 * Opens `best/` and `best.json` in a run's folder.
 *
 * @param resume whether weights kept by an earlier part of the run still count
 * @throws AtomMemError `malformed-record` if `best.json` is damaged
 */
export async function openBestWeights(directory: string, resume: boolean): Promise<BestWeights> {
  const weights = join(directory, 'best');
  const file = join(directory, 'best.json');
  // Without a checkpoint, the run starts over, and earlier best weights are replaced.
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

/** Returns the step of the best weights in a run's folder, if there are any. */
export async function bestStep(directory: string): Promise<number | undefined> {
  const file = join(directory, 'best.json');
  return existsSync(file) ? (await readRecord(file)).step : undefined;
}

async function readRecord(file: string): Promise<z.infer<typeof RECORD>> {
  try {
    return RECORD.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new AtomMemError('malformed-record', {
      problem: `${file} is damaged`,
      remedy: 'Delete it. The next evaluation then counts as the best',
      details: { path: file },
      cause,
    });
  }
}
