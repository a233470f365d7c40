import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { newestCheckpoint, openTrainingRun } from './training-run.ts';

let folder: string;
beforeEach(async () => {
  // "$$" and "$&" mean something to String.replace.
  folder = await mkdtemp(join(tmpdir(), 'run-$$-$&-'));
});
afterEach(() => rm(folder, { recursive: true }));

const engine = { load: async () => {}, save: async (path: string) => path } as unknown as Engine;
const open = (directory: string, resume: boolean) =>
  openTrainingRun(engine, {}, { directory, resume, checkpointEvery: 1 });

it('leaves a folder alone that holds weights or a run', async () => {
  const shipped = join(folder, 'shipped');
  await mkdir(shipped);
  await writeFile(join(shipped, 'config.json'), '{}');
  await writeFile(join(shipped, 'log.jsonl'), '{"step":1}\n');
  for (const resume of [false, true]) {
    await expect(open(shipped, resume)).rejects.toThrow(/holds weights, which a run would replace/);
  }
  expect(await readFile(join(shipped, 'log.jsonl'), 'utf8')).toBe('{"step":1}\n');

  const best = join(folder, 'ended');
  await mkdir(join(best, 'best'), { recursive: true });
  await expect(open(best, false)).rejects.toThrow(/holds a run: resume it/);
});

it('finds its checkpoint again whatever the folder is called', async () => {
  const run = await open(folder, false);
  await run.save(engine, { step: 1 }, true);
  const checkpoint = join(folder, 'checkpoints', 'step-000001', 'engine');
  expect((await newestCheckpoint(join(folder, 'checkpoints')))?.engine).toBe(checkpoint);
  expect((await open(folder, true)).checkpoint()).toBe(checkpoint);
});
