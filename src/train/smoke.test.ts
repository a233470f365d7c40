import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLocalEngine } from '../engine/local/local-engine.ts';
import { meanOf } from './advantage.ts';
import { shippedWeights } from './find-weights.ts';
import { trainLabGrpo } from './lab-training.ts';
import { type LabPreset, TRAINING_PRESETS } from './presets.ts';

const { smoke } = TRAINING_PRESETS;
const UPDATES = 5;
const PRESET: LabPreset = {
  ...smoke,
  grpo: { ...smoke.grpo, updates: UPDATES, tasks: 8, group: 8 },
  evaluation: { tasks: 1, sftEvery: UPDATES, grpoEvery: UPDATES },
};

// Reproducible arithmetic: the same rewards on every machine, so that chance has no part in it.
it('reinforces the shipped policy: its reward rises within a few updates', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'atommem-smoke-'));
  const rewards: number[] = [];
  await trainLabGrpo({
    preset: PRESET,
    seed: 1,
    directory,
    init: shippedWeights('smoke', 'sft')!,
    createEngine: createLocalEngine,
    timer: () => 0,
    onProgress: ({ reward }) => rewards.push(reward),
  }).finally(() => rm(directory, { recursive: true }));
  expect(rewards).toHaveLength(UPDATES);
  expect(meanOf(rewards.slice(-2))).toBeGreaterThan(meanOf(rewards.slice(0, 2)) + 0.05);
}, 60_000);
