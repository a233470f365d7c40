/**
 * `grpo` and `sft` on a task of one's own.
 *
 * @module
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalEngine } from '../engine/local/create-local-engine.ts';
import { localEngine } from '../engine/local/local-engine.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { defineTask } from '../task/define-task.ts';
import { grpo } from './grpo.ts';
import { lineage } from './lineage.ts';
import { sft } from './sft.ts';
import { vocabularyFor } from './words/vocabulary-for.ts';

/** Shows a colour and pays for pressing it. */
const buttons = defineTask({
  id: 'buttons',
  instructions: 'press what is shown',
  turns: 1,
  reset: (seed) => ({ shown: seed % 2 === 0 ? 'red' : 'blue', pressed: '' }),
  tools: {
    press: {
      description: '',
      input: { type: 'object', properties: { colour: { enum: ['red', 'blue'] } }, required: ['colour'] },
      run(input, state) {
        state.pressed = String(input.colour);
      },
    },
  },
  observe: ({ shown }) => shown,
  reward: ({ shown, pressed }) => Number(shown === pressed),
});

const always = (colour: string) =>
  definePolicy({ name: colour, act: () => ({ kind: 'tool', name: 'press', input: { colour } }) });

let engine: LocalEngine;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atommem-grpo-'));
  const vocabulary = await vocabularyFor([buttons], { episodes: 4 });
  engine = await localEngine({ vocabulary, layers: 1, width: 32, heads: 1, context: 48, workers: 1 });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

it('reinforces what a task of your own rewards', async () => {
  const teacher = (seed: number) => always(seed % 2 === 0 ? 'red' : 'blue');
  const taught = sft({ engine, teacher, tasks: [buttons], steps: 30, batchSize: 8, learningRate: 5e-3 });
  for await (const { loss } of taught) expect(loss).toBeGreaterThan(0);
  const rewards: number[] = [];
  const shared = { engine, tasks: [buttons], tasksPerUpdate: 4, groupSize: 8, learningRate: 5e-3 };
  for await (const { reward } of grpo({ ...shared, updates: 15, credit: lineage() })) rewards.push(reward);
  expect(rewards).toHaveLength(15);
  expect(Math.max(...rewards.slice(-5))).toBeGreaterThan(rewards[0]! + 0.2);
});

it('saves a checkpoint and frees the folder when the loop is left early', async () => {
  const run = { directory: join(folder, 'left'), checkpointEvery: 100 };
  const shared = { engine, tasks: [buttons], tasksPerUpdate: 2, groupSize: 4, updates: 9 };
  for await (const { update } of grpo({ ...shared, run })) if (update === 2) break;
  expect(await readdir(join(run.directory, 'checkpoints'))).toEqual(['step-000002']);
  const resumed: number[] = [];
  for await (const { update } of grpo({ ...shared, updates: 9, run: { ...run, resume: true } })) {
    resumed.push(update);
    if (update === 4) break;
  }
  expect(resumed).toEqual([3, 4]);
});

it('takes another reward', async () => {
  const shared = { engine, tasks: [buttons], tasksPerUpdate: 2, groupSize: 2, updates: 1 };
  for await (const { reward } of grpo({ ...shared, reward: () => 7 })) expect(reward).toBe(7);
});

it('refuses options that do not exist or do not fit', async () => {
  const options = { engine, tasks: [buttons], groupsize: 4 };
  await expect(grpo(options).next()).rejects.toThrow(/groupsize is not an option\. Did you mean groupSize\?/);
  await expect(grpo({ engine, tasks: [buttons], groupSize: 1 }).next()).rejects.toThrow(/groupSize 1/);
  await expect(sft({ engine }).next()).rejects.toThrow(/nothing to imitate/);
});
