/** Tests of run folders and checkpoints. @module */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { engineError } from '../engine/engine-error.ts';
import type { JsonObject } from '../shared/json.ts';
import { newestCheckpoint } from './run-checkpoints.ts';
import { openTrainingRun, type TrainingRun } from './training-run.ts';

let folder: string;
const opened: TrainingRun[] = [];
beforeEach(async () => {
  // "$$" and "$&" mean something to String.replace.
  folder = await mkdtemp(join(tmpdir(), 'run-$$-$&-'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((run) => run.close()));
  await rm(folder, { recursive: true });
});

const engine = {
  load: async () => {},
  save: async (path: string) => {
    await mkdir(path);
    return path;
  },
} as unknown as Engine;

async function open(directory: string, resume: boolean, keepCheckpoints = 2): Promise<TrainingRun> {
  const run = await openTrainingRun(engine, {}, { directory, resume, checkpointEvery: 1, keepCheckpoints });
  opened.push(run);
  return run;
}

/** A finished run of this many steps. */
async function ended(steps: number): Promise<void> {
  const run = await open(folder, false);
  for (let step = 1; step <= steps; step++) await takeStep(run, step);
  await run.close();
}

async function takeStep(run: TrainingRun, step: number): Promise<void> {
  run.learnt(step);
  await run.log({ step });
  await run.save(engine, { step }, false);
}

const stepFolder = (step: number): string => join(folder, 'checkpoints', `step-00000${step}`);
const notFinite = engineError('not-finite', 'The loss is not a number', 'Lower the learning rate');

describe('the folder of a run', () => {
  it.runIf(existsSync('/proc/self'))('is refused where no folder can be', async () => {
    await expect(open('/proc/run', false)).rejects.toThrow(
      /cannot be created \(ENOENT\)\. Use another folder/,
    );
    await expect(open('/proc/runs/one', false)).rejects.toThrow(
      /cannot be created \(ENOENT\)\. Use another folder/,
    );
  });

  it('is not changed if it holds weights or a run', async () => {
    const shipped = join(folder, 'shipped');
    await mkdir(shipped);
    await writeFile(join(shipped, 'config.json'), '{}');
    await writeFile(join(shipped, 'log.jsonl'), '{"step":1}\n');
    for (const resume of [false, true]) {
      await expect(open(shipped, resume)).rejects.toThrow(/holds weights that a run would replace/);
    }
    expect(await readFile(join(shipped, 'log.jsonl'), 'utf8')).toBe('{"step":1}\n');

    const best = join(folder, 'ended');
    await mkdir(join(best, 'best'), { recursive: true });
    await expect(open(best, false)).rejects.toThrow(/holds a run\. Resume it/);
    await expect(open(best, true)).rejects.toThrow(
      /of a run whose checkpoints are missing\. Use another folder/,
    );
  });

  it('must not hold other files', async () => {
    await writeFile(join(folder, 'thesis.txt'), 'years');
    await expect(open(folder, false)).rejects.toThrow(
      /thesis\.txt, which does not belong to a run\. Use an empty/,
    );
    expect(await readdir(folder)).toEqual(['thesis.txt']);
  });

  it('is found under any name', async () => {
    await ended(1);
    const checkpoint = join(stepFolder(1), 'engine');
    expect((await newestCheckpoint(join(folder, 'checkpoints')))?.engine).toBe(checkpoint);
    expect((await open(folder, true)).checkpoint()).toBe(checkpoint);
  });

  it('must not be a file', async () => {
    const file = join(folder, 'notes');
    await writeFile(file, '');
    await expect(open(file, false)).rejects.toThrow(/notes is a file or inside one\. Use another folder/);
    const link = join(folder, 'nowhere');
    await symlink(join(folder, 'gone'), link);
    await expect(open(link, false)).rejects.toThrow(/nowhere is a file or inside one\. Use another folder/);
    await expect(open(join(file, 'run'), true)).rejects.toThrow(/Use another folder/);
  });

  it.each([
    [
      'checkpoints/step-000002/state.json',
      '{"settings":',
      /state\.json is damaged\. To resume from the previous checkpoint, delete .*step-000002/,
    ],
    ['checkpoints/step-000002/state.json', 'null', /state\.json is damaged/],
    ['checkpoints/step-000002/state.json', '{"settings":{},"counters":{}}', /state\.json is damaged/],
    ['log.jsonl', '{"step":1}\nnonsense\n', /log\.jsonl:2: is not JSON/],
    ['log.jsonl', '7\n', /log\.jsonl, line 1 is not a JSON object/],
  ])('is not resumed if %s is %s', async (file, content, message) => {
    await ended(2);
    await writeFile(join(folder, file), content);
    await expect(open(folder, true)).rejects.toThrow(message);
    expect(await readFile(join(folder, file), 'utf8')).toBe(content);
  });

  it('names the folder to delete if the newest checkpoint cannot be loaded', async () => {
    await ended(2);
    const load = () =>
      Promise.reject(engineError('bad-checkpoint', 'model.safetensors: cut off', 'Take another checkpoint'));
    const damaged = { ...engine, load } as unknown as Engine;
    const options = { directory: folder, resume: true, checkpointEvery: 1 };
    await expect(openTrainingRun(damaged, {}, options)).rejects.toThrow(
      `model.safetensors: cut off. Take another checkpoint. To resume from the previous checkpoint, delete ${stepFolder(2)}`,
    );
  });

  it('resumes with the same settings only, and names the first difference', async () => {
    const settings = { stage: 'sft', lab: { sentences: 24, hops: [1, 0] } };
    const run = await openTrainingRun(engine, settings, { directory: folder, checkpointEvery: 1 });
    await takeStep(run, 1);
    await run.close();
    const resume = (changed: JsonObject) =>
      openTrainingRun(engine, changed, { directory: folder, checkpointEvery: 1, resume: true });
    await expect(resume({ ...settings, stage: 'grpo' })).rejects.toThrow(
      /was trained with stage = "sft", not "grpo"\. Resume with the same settings/,
    );
    await expect(resume({ ...settings, lab: { hops: [1, 0], sentences: 40 } })).rejects.toThrow(
      /was trained with lab\.sentences = 24, not 40/,
    );
    const same = await resume({ ...settings, lab: { hops: [1, 0], sentences: 24 } });
    await same.close();
  });

  it('resumes from the previous checkpoint after a damaged one is deleted', async () => {
    await ended(2);
    await rm(stepFolder(2), { recursive: true });
    expect((await open(folder, true)).resumed).toEqual({ step: 1 });
    expect(await readFile(join(folder, 'log.jsonl'), 'utf8')).toBe('{"step":1}\n');
  });
});

describe('the last good checkpoint', () => {
  const namedBy = (run: TrainingRun, cause: unknown): string | null =>
    run.failure(9, 'a batch', cause).details.checkpoint;

  it('is the newest, or if numbers are not finite the newest that was trained from', async () => {
    const run = await open(folder, false);
    expect(namedBy(run, notFinite)).toBeNull();
    await takeStep(run, 1);
    expect(namedBy(run, notFinite)).toBeNull();
    expect(namedBy(run, new Error('a worker died'))).toBe(join(stepFolder(1), 'engine'));
    expect(run.failure(2, 'a batch', notFinite).message).toMatch(/there is no good checkpoint yet/);
    await takeStep(run, 2);
    expect(namedBy(run, notFinite)).toBe(join(stepFolder(1), 'engine'));
    run.learnt(3);
    expect(namedBy(run, notFinite)).toBe(join(stepFolder(2), 'engine'));
  });

  it('is never removed, and is known to a resumed run', async () => {
    const run = await open(folder, false, 1);
    for (const step of [1, 2, 3]) await takeStep(run, step);
    expect((await readdir(join(folder, 'checkpoints'))).sort()).toEqual(['step-000002', 'step-000003']);
    await run.close();
    const resumed = await open(folder, true, 1);
    expect(namedBy(resumed, notFinite)).toBe(join(stepFolder(2), 'engine'));
  });
});
