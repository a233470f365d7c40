/** Tests of lab studies. @module */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLocalEngine } from '../../engine/local/create-local-engine.ts';
import { type LabPreset, TRAINING_PRESETS } from '../presets.ts';
import { type ReproduceOptions, reproduceLab } from './reproduce.ts';
import { labVariant } from './variants.ts';

const { small } = TRAINING_PRESETS;
const TINY: LabPreset = {
  ...small,
  lab: { ...small.lab, sentences: 8, hops: [1, 0, 0], supersede: 0 },
  model: { layers: 1, width: 32, heads: 1, positions: 'learned' },
  sft: { ...small.sft, steps: 2, batchSize: 4 },
  grpo: { ...small.grpo, updates: 2, tasksPerUpdate: 2, groupSize: 2, mostRounds: 1 },
  evaluation: { tasks: 2, sftEvery: 2, grpoEvery: 2 },
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'atommem-study-'));
});
afterAll(() => rm(directory, { recursive: true }));

const run = (change: Partial<ReproduceOptions> = {}) =>
  reproduceLab({
    presetName: 'tiny',
    preset: TINY,
    seeds: [1],
    directory,
    createEngine: (request) => createLocalEngine({ ...request, workers: 1 }),
    tasks: 4,
    variants: ['operations-2'],
    timer: () => 0,
    ...change,
  });

it('trains, writes tables and plots, and can be repeated', async () => {
  const study = await run();
  const score = (policy: string, setting: string): number | undefined =>
    study.rows.find((row) => row.policy === policy && row.setting === setting)?.scores.exactMatch;
  expect(score('expert', '4×')).toBe(100);
  expect(score('GRPO', 'without both')).toBeDefined();
  expect(score('GRPO, at most 2 operations per reply', '1×')).toBeDefined();
  const files = await readdir(directory);
  for (const file of ['study.json', 'study.md', 'exact-match.svg', 'operations.svg', 'lengths.svg']) {
    expect(files).toContain(file);
  }
  expect(await readFile(join(directory, 'exact-match.svg'), 'utf8')).toContain('class="chart-line');
  expect(await readFile(join(directory, 'study.md'), 'utf8')).toContain('| expert | 1× | 100.0 |');
  expect(await run()).toEqual(study);
  const before = await readFile(join(directory, 'study.json'), 'utf8');
  for (const change of [{ seeds: [2] }, { tasks: 3 }, { variants: [] }, { presetName: 'other' }]) {
    await expect(run(change)).rejects.toThrow(
      /holds a study of preset tiny with --seeds 1 --tasks 4 --variants operations-2\. Include at least these/,
    );
  }
  expect(await readFile(join(directory, 'study.json'), 'utf8')).toBe(before);
}, 60_000);

it('evaluates the SFT of a variant that has its own', async () => {
  const { rows } = await run({ directory: join(directory, 'taught'), tasks: 2, variants: ['k-1'] });
  const played = rows.filter(({ policy }) => policy.endsWith('K = 1'));
  const [sft, grpo] = ['SFT, K = 1', 'GRPO, K = 1'].map((policy) => [policy, policy, policy]);
  expect(played.map(({ policy }) => policy)).toEqual([...sft!, ...grpo!]);
}, 60_000);

it('lists the known variants', () => {
  expect(() => labVariant('k-7')).toThrow(/unknown variant "k-7"\. Use one of capacity-4/);
});
