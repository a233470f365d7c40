/** A short GRPO run on the shipped policy. @module */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLocalEngine } from '../engine/local/create-local-engine.ts';
import { evaluateLab } from '../lab/evaluate.ts';
import { shippedWeights } from '../lab/find-weights.ts';
import { TRAINING_PRESETS } from '../lab/presets.ts';
import { openLabEngine, trainLabGrpo } from '../lab/training.ts';

const { smoke } = TRAINING_PRESETS;
/** The same ones before and after: what a batch of training tasks is worth depends on how hard they are. */
const DEVELOPMENT_TASKS = 150;

// Reproducible arithmetic: the same rewards on every machine, so that chance has no part in it.
it('improves the shipped policy: its reward rises within a minute', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'atommem-smoke-'));
  const taught = shippedWeights('smoke', 'sft')!;
  try {
    const run = { preset: smoke, seed: 1, directory, createEngine: createLocalEngine, timer: () => 0 };
    const reinforced = await trainLabGrpo({ ...run, init: taught });
    const [before, after] = [await measureScore(taught), await measureScore(reinforced)];
    expect(after).toBeGreaterThan(before + 10);
  } finally {
    await rm(directory, { recursive: true });
  }
}, 300_000);

/** Exact match in percent, which is the reward. */
async function measureScore(weights: string): Promise<number> {
  const { codec, engine } = await openLabEngine(smoke, 1, createLocalEngine);
  try {
    await engine.load(weights, { optimizer: false });
    const player = { kind: 'model', engine, codec, temperature: 1 } as const;
    const scores = await evaluateLab(player, { options: smoke.lab, tasks: DEVELOPMENT_TASKS });
    return scores.exactMatch;
  } finally {
    await engine.close();
  }
}
