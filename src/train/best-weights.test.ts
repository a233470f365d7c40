/** Tests of keeping the best weights. @module */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLocalEngine, openLocalEngine } from '../engine/local/create-local-engine.ts';
import { findWeights } from '../lab/find-weights.ts';
import { openBestWeights } from './best-weights.ts';
import { writeCheckpoint } from './run-checkpoints.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'atommem-best-'));
});
afterEach(() => rm(directory, { recursive: true }));

const SHAPE = { layers: 1, width: 8, heads: 1, vocabularySize: 8, context: 8 };

async function readWords(path: string): Promise<Float32Array> {
  const engine = await openLocalEngine(path, { workers: 1 });
  const words = (await engine.tensors.weights()).get('words')!.values;
  await engine.close();
  return words;
}

it('keeps the best weights over resumes, and a run folder resolves to them', async () => {
  await expect(findWeights(directory)).rejects.toThrow(/holds no weights/);
  const best = await openBestWeights(directory, false);
  expect(best.path()).toBeUndefined();
  const offer = async (seed: number, step: number, score: number, to = best): Promise<void> => {
    const engine = createLocalEngine({ model: SHAPE, seed, workers: 1 });
    await to.offer(engine, step, score);
    await engine.close();
  };
  await offer(1, 10, 40);
  const first = await readWords(await findWeights(directory));
  await offer(2, 20, 39);
  expect(await readWords(best.path()!)).toEqual(first);
  // Without a checkpoint the run starts over, so earlier best weights do not count.
  expect((await openBestWeights(directory, true)).path()).toBeUndefined();
  const state = { settings: {}, counters: { step: 20 } };
  await writeCheckpoint(join(directory, 'checkpoints'), state, async (path) => path);
  const resumed = await openBestWeights(directory, true);
  await offer(3, 30, 40, resumed);
  expect(await readWords(resumed.path()!)).toEqual(first);
  await offer(4, 40, 41, resumed);
  expect(await readWords(resumed.path()!)).not.toEqual(first);
  expect(JSON.parse(await readFile(join(directory, 'best.json'), 'utf8'))).toEqual({ step: 40, score: 41 });
  const fresh = await openBestWeights(directory, false);
  expect(fresh.path()).toBeUndefined();
  await writeFile(join(directory, 'best.json'), '{"step":');
  await expect(openBestWeights(directory, true)).rejects.toThrow(/best\.json is damaged\. Delete it/);
});
