import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ablation } from '../memory/ablate.ts';
import type { JsonObject } from '../memory/json.ts';
import { LAB_LENGTHS, type LabOptions } from '../task/lab/lab-options.ts';
import { evaluateLab, type LabPlayer } from './evaluate-lab.ts';
import type { GrpoProgress } from './grpo.ts';
import type { LabStudy, StudyCurve, StudyRow } from './lab-study.ts';
import { type EngineFactory, openLabEngine, trainLabGrpo, trainLabSft } from './lab-training.ts';
import { labVariant, sameShape } from './lab-variant.ts';
import type { LabPreset } from './presets.ts';
import type { SftProgress } from './sft.ts';
import { writeStudy } from './study-report.ts';

export interface ReproduceOptions {
  /** For the report. */
  readonly presetName: string;
  readonly preset: LabPreset;
  /** Independent runs, from the first SFT step on. */
  readonly seeds: readonly number[];
  readonly directory: string;
  readonly createEngine: EngineFactory;
  /** Test tasks of every evaluation. Default 500. */
  readonly tasks?: number;
  /** Names of variants to train too (first seed only). Default none: each takes about as long as a run. */
  readonly variants?: readonly string[];
  /** Weights to start from instead of SFT; then only GRPO is run. */
  readonly init?: string;
  /** Milliseconds of wall time. */
  readonly timer: () => number;
  readonly onProgress?: (progress: ReproduceProgress) => void;
  readonly signal?: AbortSignal;
}

export interface ReproduceProgress {
  /** What is being done: "seed 1: GRPO". */
  readonly stage: string;
  readonly training?: SftProgress | GrpoProgress;
}

interface Setting {
  readonly name: string;
  readonly length?: number;
  readonly ablations?: readonly Ablation[];
  readonly lab?: Partial<LabOptions>;
}

const LENGTHS: readonly Setting[] = LAB_LENGTHS.map((length) => ({ name: `${length}×`, length }));

/** What can be taken away from a trained policy at test time. */
const TAKEN_AWAY: readonly Setting[] = [
  { name: 'without Update', ablations: ['update'] },
  { name: 'without Delete', ablations: ['delete'] },
  { name: 'without scratchpad', ablations: ['scratchpad'] },
  { name: 'without storage', ablations: ['storage'] },
  { name: 'without both', ablations: ['scratchpad', 'storage'] },
  { name: 'capacity 8', lab: { capacity: 8 } },
  { name: 'K = 1', lab: { k: 1 } },
];

/**
 * The paper's findings in miniature: SFT, GRPO, evaluation at three lengths, ablations, controls, variants.
 * Writes `study.json`, `study.md` and plots into the folder. Training goes on from checkpoints that are there;
 * evaluations are played again.
 */
export async function reproduceLab(options: ReproduceOptions): Promise<LabStudy> {
  const { preset, seeds, directory, tasks = 500, timer, signal } = options;
  const started = timer();
  const rows: StudyRow[] = [];
  const curves: StudyCurve[] = [];
  await mkdir(directory, { recursive: true });

  for (const name of ['expert', 'teacher', 'rag', 'overwrite-scratchpad', 'recency', 'no-memory'] as const) {
    await play(name, null, { kind: 'rule', name }, preset, LENGTHS);
  }
  for (const seed of seeds) await study(seed);
  for (const name of options.variants ?? []) await studyVariant(name, seeds[0]!);

  const { presetName } = options;
  const minutes = (timer() - started) / 60_000;
  const result: LabStudy = { preset: presetName, seeds, tasks, minutes, rows, curves };
  await writeStudy(result, directory);
  return result;

  async function study(seed: number): Promise<void> {
    const sft = options.init ?? (await teach(preset, seed, `seed-${seed}`, []));
    await playWeights('SFT', seed, sft, preset, LENGTHS);
    const grpo = await reinforce(preset, seed, `seed-${seed}`, sft, []);
    await playWeights('GRPO', seed, grpo, preset, [...LENGTHS, ...TAKEN_AWAY]);
  }

  async function studyVariant(name: string, seed: number): Promise<void> {
    const { title, from, change, ablations = [] } = labVariant(name);
    const changed = change(preset);
    const shared = from === 'grpo' && sameShape(changed, preset);
    const init = shared
      ? (options.init ?? (await teach(preset, seed, `seed-${seed}`, [])))
      : await teach(changed, seed, name, ablations);
    const grpo = await reinforce(changed, seed, name, init, ablations);
    const settings = LENGTHS.map((setting) => ({ ...setting, ablations }));
    await playWeights(`GRPO, ${title}`, seed, grpo, changed, settings);
  }

  async function teach(
    own: LabPreset,
    seed: number,
    run: string,
    ablations: readonly Ablation[],
  ): Promise<string> {
    const stage = `${run}: SFT`;
    tell(stage);
    const onProgress = (training: SftProgress): void => options.onProgress?.({ stage, training });
    const folder = join(directory, run, 'sft');
    return trainLabSft({ ...training(own, seed, folder, ablations), onProgress });
  }

  async function reinforce(
    own: LabPreset,
    seed: number,
    run: string,
    init: string,
    ablations: readonly Ablation[],
  ): Promise<string> {
    const stage = `${run}: GRPO`;
    tell(stage);
    const onProgress = (training: GrpoProgress): void => options.onProgress?.({ stage, training });
    const folder = join(directory, run, 'grpo');
    const grpo = await trainLabGrpo({ ...training(own, seed, folder, ablations), init, onProgress });
    curves.push({ run, points: await readLog(folder) });
    return grpo;
  }

  function training(own: LabPreset, seed: number, folder: string, ablations: readonly Ablation[]) {
    const { createEngine } = options;
    const common = { preset: own, seed, directory: folder, resume: true, createEngine, ablations, timer };
    return { ...common, ...(signal && { signal }) };
  }

  async function playWeights(
    policy: string,
    seed: number,
    weights: string,
    own: LabPreset,
    settings: readonly Setting[],
  ): Promise<void> {
    const { codec, engine } = await openLabEngine(own, seed, options.createEngine);
    try {
      await engine.load(weights, { optimizer: false });
      await play(policy, seed, { kind: 'model', engine, codec }, own, settings);
    } finally {
      await engine.close();
    }
  }

  async function play(
    policy: string,
    seed: number | null,
    player: LabPlayer,
    own: LabPreset,
    settings: readonly Setting[],
  ): Promise<void> {
    for (const { name, length = 1, ablations = [], lab } of settings) {
      signal?.throwIfAborted();
      tell(`${policy}${seed === null ? '' : `, seed ${seed}`}: ${name}`);
      const evaluation = {
        options: { ...own.lab, ...lab },
        split: 'test' as const,
        tasks,
        length,
        ablations,
      };
      rows.push({ policy, seed, setting: name, scores: await evaluateLab(player, evaluation) });
    }
  }

  function tell(stage: string): void {
    options.onProgress?.({ stage });
  }
}

async function readLog(folder: string): Promise<readonly JsonObject[]> {
  const text = await readFile(join(folder, 'log.jsonl'), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const { rollouts: _, ...record } = JSON.parse(line) as JsonObject;
    return record;
  });
}
