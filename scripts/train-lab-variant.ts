/**
 * SFT of the lab's `small` preset with some settings changed: how the remedies of docs/learning.md were compared
 *
 *     node scripts/train-lab-variant.ts runs/no-hints '{"sft":{"hintWeight":{"weight":0,"steps":0}}}'
 */
import { createLocalEngine } from '../src/engine/local/local-engine.ts';
import { type LabTrainingOptions, trainLabSft } from '../src/train/lab-training.ts';
import { type LabPreset, TRAINING_PRESETS } from '../src/train/presets.ts';
import type { SftProgress } from '../src/train/sft.ts';

const [directory, changes = '{}'] = process.argv.slice(2);
if (directory === undefined) throw new Error('give a folder, and the changes as JSON');
const stop = new AbortController();
process.on('SIGINT', () => stop.abort());

const options: LabTrainingOptions<SftProgress> = {
  preset: merge(TRAINING_PRESETS.small, JSON.parse(changes)) as LabPreset,
  seed: 1,
  directory,
  resume: true,
  createEngine: (request) => createLocalEngine({ ...request, arithmetic: 'fused' }),
  timer: () => performance.now(),
  signal: stop.signal,
  onProgress(progress) {
    if (progress.step % 50 === 0 || progress.evaluation) console.log(JSON.stringify(progress));
  },
};
console.log(await trainLabSft(options));

function merge(base: unknown, change: unknown): unknown {
  if (!isObject(base) || !isObject(change)) return change;
  const merged = Object.entries(change).map(([name, value]) => [name, merge(base[name], value)]);
  return { ...base, ...Object.fromEntries(merged) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
