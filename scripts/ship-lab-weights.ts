/**
 * Copies the weights of a lab study's first seed into the repository, with their settings, logs and results.
 *
 *     node bin/atommem.js lab reproduce --preset small --out runs/lab
 *     node scripts/ship-lab-weights.ts runs/lab
 *
 * @module
 */

import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Interval of the steps kept from a log. The study's folder has every step. */
const KEPT_STEPS = { sft: 50, grpo: 1 };

const study = process.argv[2];
if (study === undefined)
  throw new Error('give the folder of a study: node scripts/ship-lab-weights.ts runs/lab');
const { preset, seeds } = JSON.parse(await readFile(join(study, 'study.json'), 'utf8')) as {
  preset: string;
  seeds: readonly number[];
};
const TARGET = resolve(import.meta.dirname, `../data/checkpoints/lab-${preset}`);

// The old files are removed only after all new ones are written.
const FRESH = `${TARGET}.new`;
await rm(FRESH, { recursive: true, force: true });
for (const stage of ['sft', 'grpo'] as const) await ship(stage, join(study, `seed-${seeds[0]}`, stage));
const results = (await readdir(study)).filter((name) => /^study\.(json|md)$|\.svg$/.test(name));
for (const name of results) await cp(join(study, name), join(FRESH, name));
await rm(TARGET, { recursive: true, force: true });
await rename(FRESH, TARGET);

async function ship(stage: keyof typeof KEPT_STEPS, run: string): Promise<void> {
  const target = join(FRESH, stage);
  await mkdir(FRESH, { recursive: true });
  await cp(join(run, 'best'), target, { recursive: true });
  const newest = (await readdir(join(run, 'checkpoints'))).sort().at(-1)!;
  const { settings } = JSON.parse(await readFile(join(run, 'checkpoints', newest, 'state.json'), 'utf8'));
  const best: unknown = JSON.parse(await readFile(join(run, 'best.json'), 'utf8'));
  await writeFile(join(target, 'training.json'), `${JSON.stringify({ stage, best, settings }, null, 2)}\n`);
  const lines = (await readFile(join(run, 'log.jsonl'), 'utf8')).split('\n').filter(Boolean);
  const kept = lines
    .map(shorten)
    .filter(({ step, evaluation }) => evaluation !== undefined || step % KEPT_STEPS[stage] === 0);
  await writeFile(join(target, 'log.jsonl'), kept.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Removes the rewards of single rollouts from a log line. */
function shorten(line: string): { readonly step: number; readonly evaluation?: unknown } {
  const { rollouts: _, ...record } = JSON.parse(line) as {
    step: number;
    evaluation?: unknown;
    rollouts?: unknown;
  };
  return record;
}
