/**
 * Trains the lab with changed settings of a preset. The comparisons in docs/guides/lab.md come from it. Runs SFT from
 * random weights, or GRPO from the weights that `--init` names.
 *
 *     node scripts/train-lab-variant.ts runs/no-hints '{"sft":{"hintWeight":{"weight":0,"steps":0}}}'
 *     node scripts/train-lab-variant.ts runs/fast '{"grpo":{"learningRate":1.2e-3}}' --init runs/sft
 *
 * @module
 */

import { parseArgs } from 'node:util';
import { createLocalEngine } from '../src/engine/local/create-local-engine.ts';
import { findWeights } from '../src/lab/find-weights.ts';
import type { LabPreset } from '../src/lab/presets.ts';
import { type LabTrainingOptions, trainLabGrpo, trainLabSft } from '../src/lab/training.ts';
import { labPreset } from './lab-preset.ts';

/** Optional settings that the bundled presets do not set. */
const OPTIONAL = ['viewPhrases', 'questions', 'places', 'deleteNoted', 'over', 'floor', 'topP', 'adam'];

const ENGINE = { arithmetic: 'fused' } as const;
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    preset: { type: 'string', default: 'small' },
    seed: { type: 'string', default: '1' },
    init: { type: 'string' },
    workers: { type: 'string', default: '2' },
  },
});
const [directory, changes = '{}'] = positionals;
if (directory === undefined) throw new Error('give a folder and the changes as JSON');
const seed = Number(values.seed);
if (!Number.isInteger(seed) || seed < 0)
  throw new Error(`--seed ${values.seed}: give a whole number from 0 on`);
const stop = new AbortController();
process.on('SIGINT', () => stop.abort());

const options: LabTrainingOptions = {
  preset: merge(labPreset(values.preset), JSON.parse(changes)) as LabPreset,
  seed,
  directory,
  resume: true,
  createEngine: (request) => createLocalEngine({ ...request, ...ENGINE, workers: Number(values.workers) }),
  engineIdentity: ENGINE,
  timer: () => performance.now(),
  signal: stop.signal,
  onProgress(progress) {
    if ('update' in progress || progress.step % 50 === 0 || progress.evaluation) {
      console.log(JSON.stringify(progress));
    }
  },
};
const trained =
  values.init === undefined
    ? trainLabSft(options)
    : trainLabGrpo({ ...options, init: await findWeights(values.init) });
console.log(await trained);

function merge(base: unknown, change: unknown, path = ''): unknown {
  if (!isObject(base) || !isObject(change)) return change;
  const merged = Object.entries(change).map(([name, value]) => {
    // Rejects unknown names. Otherwise a typo would train the unchanged preset.
    if (Object.keys(base).length > 0 && !(name in base) && !OPTIONAL.includes(name)) {
      throw new Error(
        `no setting ${path}${name}: there are ${[...Object.keys(base), ...OPTIONAL].join(', ')}`,
      );
    }
    return [name, merge(base[name], value, `${path}${name}.`)];
  });
  return { ...base, ...Object.fromEntries(merged) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
