/** Tests of whole SFT and GRPO runs. @module */
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TINY_GRPO, TINY_LAB } from '../../test/tiny-lab.ts';
import type { Engine } from '../engine/engine.ts';
import { createLocalEngine, type LocalEngine } from '../engine/local/create-local-engine.ts';
import { sharedWordsRetrieverNamed } from '../lab/shared-words.ts';
import { createLabTaskSource } from '../lab/task-source.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { readTrajectory } from '../trajectory/read-trajectory.ts';
import { replayTrajectory } from '../trajectory/replay-trajectory.ts';
import type { GrpoSettings } from './grpo-settings.ts';
import { computeReward } from './reward.ts';
import { rollOut } from './rollout.ts';
import { toRewardTerms } from './rollout-group.ts';
import { runGrpo } from './run-grpo.ts';
import { readLog } from './run-log.ts';
import { runSft } from './run-sft.ts';
import type { SftSettings } from './sft-settings.ts';

const { options, codec, source, model } = TINY_LAB;
const tasks = createLabTaskSource({ options, seed: 1, lengths: [1, 2] });
const timer = (): number => 0;

const SFT: SftSettings = {
  steps: 6,
  batchSize: 8,
  learningRate: 3e-3,
  schedule: { warmup: 2, decay: 'cosine' },
  promptWeight: { weight: 0.1, steps: 4 },
  hintWeight: { weight: 0.1, steps: 4 },
  weightDecay: 0.01,
  gradientClip: 1,
};
const GRPO: GrpoSettings = { ...TINY_GRPO, updates: 4, tasksPerUpdate: 3 };

let folder: string;
const engines: LocalEngine[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atommem-train-'));
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
  await rm(folder, { recursive: true });
});

function tinyEngine(): LocalEngine {
  const engine = createLocalEngine({ model, seed: 1, workers: 1 });
  engines.push(engine);
  return engine;
}

/** The engine until its `calls`-th optimizer step; then the process dies. */
function dyingAt(engine: Engine, calls: number): Engine {
  let steps = 0;
  return {
    ...engine,
    optimStep(params) {
      steps += 1;
      if (steps === calls) throw new Error('killed');
      return engine.optimStep(params);
    },
  };
}

async function readWeights(engine: LocalEngine): Promise<readonly number[]> {
  return [...(await engine.tensors.weights()).values()].flatMap(({ values }) => [...values]);
}

describe('SFT', () => {
  const sft = (engine: Engine, name: string, resume = false, settings = SFT, checkpointEvery = 2) =>
    runSft({
      engine,
      source,
      settings,
      timer,
      run: { directory: join(folder, name), checkpointEvery, resume },
    });

  it('gives the same weights and the same log when it is killed and resumed', async () => {
    const whole = tinyEngine();
    await sft(whole, 'sft-whole');
    await expect(sft(dyingAt(tinyEngine(), 6), 'sft-killed')).rejects.toThrow(
      /^step 6: killed\. Batch: .*step-000004/,
    );
    const resumed = tinyEngine();
    expect((await sft(resumed, 'sft-killed', true)).step).toBe(6);
    expect(await readWeights(resumed)).toEqual(await readWeights(whole));
    const log = (name: string): Promise<string> => readFile(join(folder, name, 'log.jsonl'), 'utf8');
    expect(await log('sft-killed')).toBe(await log('sft-whole'));
  });

  it('resumes from the previous checkpoint if it was killed during a save', async () => {
    await expect(sft(dyingAt(tinyEngine(), 5), 'sft-torn')).rejects.toThrow(/step-000004/);
    await rm(join(folder, 'sft-torn', 'checkpoints', 'step-000004', 'state.json'));
    const resumed = tinyEngine();
    await sft(resumed, 'sft-torn', true);
    const whole = tinyEngine();
    await whole.load(join(folder, 'sft-whole', 'checkpoints', 'step-000006', 'engine'));
    expect(await readWeights(resumed)).toEqual(await readWeights(whole));
  });

  it('stops if a worker dies, and resumes from its checkpoint', async () => {
    const posted = vi.spyOn(Worker.prototype, 'postMessage');
    const dying = runSft({
      engine: tinyEngine(),
      source,
      settings: SFT,
      timer,
      run: { directory: join(folder, 'sft-lame'), checkpointEvery: 2 },
      onProgress: ({ step }) => step === 5 && (posted.mock.contexts.at(-1) as Worker).terminate(),
    });
    await expect(dying).rejects.toThrow(/^step 6: Engine worker 0 died: .*step-000004/);
    posted.mockRestore();
    expect(await readdir(join(folder, 'sft-lame', 'checkpoints'))).toEqual(['step-000002', 'step-000004']);
    const resumed = tinyEngine();
    await sft(resumed, 'sft-lame', true);
    const whole = tinyEngine();
    await whole.load(join(folder, 'sft-whole', 'checkpoints', 'step-000006', 'engine'));
    expect(await readWeights(resumed)).toEqual(await readWeights(whole));
  });

  it('stops at a loss that is not finite, and names step, batch and the last good checkpoint', async () => {
    const settings = { ...SFT, learningRate: 1e30 };
    const error = await sft(tinyEngine(), 'sft-nan', false, settings, 1).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'training-stopped' });
    expect(String(error)).toMatch(
      /step 2: .* Batch: the 8 replies of step 2; there is no good checkpoint yet\. Start a new run with a lower learning rate, or from other weights\.$/,
    );
    // The checkpoint exists, but is not called good.
    expect(await readdir(join(folder, 'sft-nan', 'checkpoints'))).toEqual(['step-000001']);
  });

  it('names the step at which its source failed', async () => {
    const broken = { examplesFor: () => Promise.reject(new Error('the teacher is gone.')) };
    const run = { directory: join(folder, 'sft-sourceless'), checkpointEvery: 2 };
    const failed = runSft({ engine: tinyEngine(), source: broken, settings: SFT, timer, run });
    await expect(failed).rejects.toThrow(/^step 1: the teacher is gone\. Batch: the 8 replies of step 1; /);
  });

  it('can be moved, even if its folder was given by a relative path', async () => {
    const directory = relative('.', join(folder, 'sft-here'));
    const run = { directory, checkpointEvery: 2 };
    const died = runSft({ engine: dyingAt(tinyEngine(), 5), source, settings: SFT, timer, run });
    await expect(died).rejects.toThrow(/killed/);
    await rename(join(folder, 'sft-here'), join(folder, 'sft-there'));
    const resumed = tinyEngine();
    expect((await sft(resumed, 'sft-there', true)).step).toBe(6);
  });

  it('refuses to overwrite an existing run or to resume with other settings', async () => {
    await expect(sft(tinyEngine(), 'sft-whole')).rejects.toThrow(/holds a run\. Resume it/);
    await expect(sft(tinyEngine(), 'sft-whole', true, { ...SFT, batchSize: 9 })).rejects.toThrow(
      /batchSize = 8, not 9/,
    );
  });

  it('saves and stops when aborted', async () => {
    const controller = new AbortController();
    const { step } = await runSft({
      engine: tinyEngine(),
      source,
      settings: SFT,
      timer,
      run: { directory: join(folder, 'sft-aborted'), checkpointEvery: 100 },
      onProgress: (progress) => progress.step === 2 && controller.abort(),
      signal: controller.signal,
    });
    expect(step).toBe(3);
    expect(await readdir(join(folder, 'sft-aborted', 'checkpoints'))).toEqual(['step-000003']);
  });
});

describe('GRPO', () => {
  const grpo = (engine: Engine, name: string, settings: GrpoSettings, resume = false) => {
    const rewards: number[] = [];
    const done = runGrpo({
      engine,
      codec,
      tasks,
      settings,
      timer,
      run: { directory: join(folder, name), checkpointEvery: 2, resume },
      onProgress: ({ reward }) => rewards.push(reward),
    });
    return done.then(() => rewards);
  };

  it('gives the same weights and the same log when it is killed and resumed', async () => {
    const whole = tinyEngine();
    await grpo(whole, 'grpo-whole', GRPO);
    await expect(grpo(dyingAt(tinyEngine(), 4), 'grpo-killed', GRPO)).rejects.toThrow(
      /^step 4: killed\. Batch: tasks /,
    );
    const resumed = tinyEngine();
    await grpo(resumed, 'grpo-killed', GRPO, true);
    expect(await readWeights(resumed)).toEqual(await readWeights(whole));
    const log = (name: string): Promise<string> => readFile(join(folder, name, 'log.jsonl'), 'utf8');
    expect(await log('grpo-killed')).toBe(await log('grpo-whole'));
  });

  it('saves rollouts as replayable trajectories, if requested', async () => {
    const run = { directory: join(folder, 'grpo-kept'), checkpointEvery: 4 };
    await runGrpo({ engine: tinyEngine(), codec, tasks, settings: GRPO, timer, run, rolloutsEvery: 3 });
    const kept = join(run.directory, 'rollouts');
    expect(await readdir(kept)).toEqual(['update-000003']);
    const log = await readLog(join(run.directory, 'log.jsonl'));
    const logged = (log[2]!.rollouts as { task: number; rewards: number[] }[]).flatMap(({ task, rewards }) =>
      rewards.map((reward, member) => [`task-${String(task).padStart(6, '0')}.0${member}.jsonl`, reward]),
    );
    const files = await readdir(join(kept, 'update-000003'));
    expect(files).toEqual(logged.map(([file]) => file).sort());
    for (const [file, reward] of logged) {
      const rollout = await readTrajectory(join(kept, 'update-000003', String(file)));
      expect(computeReward(rollout, toRewardTerms(GRPO))).toBeCloseTo(Number(reward), 4);
      const retriever = sharedWordsRetrieverNamed(rollout.header.memory.retriever)!;
      expect(await replayTrajectory(rollout, { store: inMemoryStore(), retriever })).toEqual([]);
    }
  });

  it('increases the rewarded behaviour', async () => {
    const settings: GrpoSettings = { ...GRPO, updates: 12, groupSize: 8, learningRate: 5e-3 };
    const rewards = await grpo(tinyEngine(), 'grpo-rise', settings);
    expect(rewards.at(-1)! - rewards[0]!).toBeGreaterThan(0.1);
  });

  it('trains on the same batch several times and near a reference, if requested', async () => {
    const settings: GrpoSettings = { ...GRPO, updates: 2, epochs: 2, minibatches: 2, klWeight: 0.01 };
    await expect(grpo(tinyEngine(), 'grpo-no-reference', settings)).rejects.toThrow(
      /there is no reference policy\. Pass/,
    );
    const engine = tinyEngine();
    const before = await readWeights(engine);
    await runGrpo({
      engine,
      codec,
      tasks,
      settings,
      timer,
      reference: tinyEngine(),
      run: { directory: join(folder, 'grpo-several'), checkpointEvery: 2 },
    });
    expect(await readWeights(engine)).not.toEqual(before);
  });
});

describe('rollouts', () => {
  it('do not depend on the rest of the batch', async () => {
    const engine = tinyEngine();
    const plans = Array.from({ length: 6 }, (_, index) => {
      const { task, memory } = tasks.open(index);
      return () => ({ task, memory: memory(), clock: () => 0, seed: index });
    });
    const together = await rollOut(
      plans.map((plan) => plan()),
      { engine, codec },
    );
    const apart = await rollOut(
      plans.map((plan) => plan()),
      { engine, codec, concurrency: 1 },
    );
    expect(together).toEqual(apart);
    const each = await rollOut(
      plans.map((plan) => plan()),
      { engine, codec, gather: false },
    );
    expect(each).toEqual(together);
  });
});

describe('the algorithms', () => {
  it('import no particular engine', async () => {
    const files = (await readdir(import.meta.dirname)).filter((file) => /(?<!\.test)\.ts$/.test(file));
    const sources = await Promise.all(files.map((file) => readFile(join(import.meta.dirname, file), 'utf8')));
    expect(files.length).toBeGreaterThan(10);
    const contract = /engine\/(?!engine\.ts|engine-error\.ts|require-capabilities\.ts)/;
    expect(files.filter((_, place) => contract.test(sources[place]!))).toEqual([]);
    // Only the command line chooses an engine.
    const choosing = await Promise.all(
      ['engine-options.ts', 'tinker-options.ts'].map((file) =>
        readFile(join(import.meta.dirname, '../cli', file), 'utf8'),
      ),
    );
    expect(choosing.map((source) => /createLocalEngine|createTinkerEngine/.exec(source)?.[0])).toEqual([
      'createLocalEngine',
      'createTinkerEngine',
    ]);
  });
});
