/**
 * Reproduces the paper's findings on the lab.
 *
 * @module
 */
import type { JsonObject } from '../../shared/json.ts';
import { makeFolder, requireNoWeights } from '../../train/run-folder.ts';
import type { GrpoUpdate } from '../../train/run-grpo.ts';
import { lockFolder } from '../../train/run-lock.ts';
import type { SftProgress } from '../../train/run-sft.ts';
import { LAB_RULES } from '../evaluate.ts';
import type { LabPreset } from '../presets.ts';
import type { EngineFactory } from '../training.ts';
import { type LabStudy, type StudyCurve, type StudyRow, seedRun } from './study.ts';
import { ABLATION_SETTINGS, createStudyPlayer, LENGTH_SETTINGS, type StudyPlayer } from './study-player.ts';
import { requireNothingLost, writeStudy } from './study-report.ts';
import { createStudyTrainer, type StudyRun, type StudyTrainer } from './study-trainer.ts';
import { labVariant, sameShape } from './variants.ts';

export interface ReproduceOptions {
  /** Name of the preset, for the report. */
  readonly presetName: string;
  readonly preset: LabPreset;
  /** Seeds of independent runs, each starting from SFT. At least one. */
  readonly seeds: readonly number[];
  readonly directory: string;
  readonly createEngine: EngineFactory;
  /** Engine properties that a resumed study must share. Default: none. */
  readonly engineIdentity?: JsonObject;
  /** Number of test tasks per evaluation. Default 500. */
  readonly tasks?: number;
  /** Variants to train too, on the first seed only. Default: none. Each takes about as long as a run. */
  readonly variants?: readonly string[];
  /** Weights to start from instead of SFT. Only GRPO is then run. */
  readonly init?: string;
  /** Returns wall time in milliseconds. */
  readonly timer: () => number;
  readonly onProgress?: (progress: ReproduceProgress) => void;
  readonly signal?: AbortSignal;
}

export interface ReproduceProgress {
  /** The current stage, for example "seed-1: GRPO". */
  readonly stage: string;
  readonly training?: SftProgress | GrpoUpdate;
}

/** Results so far. */
interface Found {
  readonly rows: readonly StudyRow[];
  readonly curves: readonly StudyCurve[];
}

interface Workshop {
  readonly trainer: StudyTrainer;
  readonly player: StudyPlayer;
}

/**
 * Reproduces the paper's findings in miniature: SFT, GRPO, evaluation at three lengths, ablations, controls
 * and variants. Writes `study.json`, `study.md` and plots to the folder. Training resumes from existing
 * checkpoints; evaluations are repeated.
 *
 * @throws the reason of `signal` if it is aborted; the current run has then saved a checkpoint
 * @throws AtomMemError `run-exists` if the folder holds results that this study would overwrite and not contain
 */
export async function reproduceLab(options: ReproduceOptions): Promise<LabStudy> {
  const { presetName, seeds, directory, tasks = 500, variants = [], timer } = options;
  const started = timer();
  const folder = await makeFolder(directory);
  requireNoWeights(directory);
  const free = await lockFolder(folder);
  try {
    await requireNothingLost(directory, { preset: presetName, seeds, tasks, variants });
    const found = await findOut({ ...options, tasks, variants });
    const minutes = (timer() - started) / 60_000;
    const study: LabStudy = { preset: presetName, seeds, tasks, minutes, ...found };
    await writeStudy(study, directory);
    return study;
  } finally {
    await free();
  }
}

async function findOut(
  options: ReproduceOptions & { readonly tasks: number; readonly variants: readonly string[] },
): Promise<Found> {
  const { preset, seeds, variants } = options;
  const workshop = { trainer: createStudyTrainer(options), player: createStudyPlayer(options) };
  const found: Found[] = [];
  for (const rule of LAB_RULES) {
    const rows = await workshop.player.playRule({ policy: rule, preset, seed: null }, rule);
    found.push({ rows, curves: [] });
  }
  for (const seed of seeds) found.push(await studySeed(workshop, options, seed));
  for (const name of variants) found.push(await studyVariant(workshop, options, name, seeds[0]!));
  return { rows: found.flatMap(({ rows }) => rows), curves: found.flatMap(({ curves }) => curves) };
}

async function studySeed(
  { trainer, player }: Workshop,
  { preset, init }: ReproduceOptions,
  seed: number,
): Promise<Found> {
  const run: StudyRun = { name: seedRun(seed), preset, seed, ablations: [] };
  const taught = init ?? (await trainer.teach(run));
  const before = await player.playWeights({ policy: 'SFT', preset, seed }, taught, LENGTH_SETTINGS);
  const { weights, curve } = await trainer.reinforce(run, taught);
  const settings = [...LENGTH_SETTINGS, ...ABLATION_SETTINGS];
  const after = await player.playWeights({ policy: 'GRPO', preset, seed }, weights, settings);
  return { rows: [...before, ...after], curves: [curve] };
}

/**
 * Trains a variant. If it changes neither prompts nor model, GRPO starts from the SFT weights of the seed.
 * Otherwise the variant has its own SFT, which is evaluated too.
 */
async function studyVariant(
  { trainer, player }: Workshop,
  { preset, init }: ReproduceOptions,
  name: string,
  seed: number,
): Promise<Found> {
  const { title, from, change, ablations = [] } = labVariant(name);
  const changed = change(preset);
  const run: StudyRun = { name, preset: changed, seed, ablations };
  const shared = from === 'grpo' && sameShape(changed, preset);
  const own: StudyRun = shared ? { name: seedRun(seed), preset, seed, ablations: [] } : run;
  const taught = shared && init !== undefined ? init : await trainer.teach(own);
  const settings = LENGTH_SETTINGS.map((setting) => ({ ...setting, ablations }));
  const played = (stage: 'SFT' | 'GRPO', weights: string): Promise<readonly StudyRow[]> =>
    player.playWeights({ policy: `${stage}, ${title}`, preset: changed, seed }, weights, settings);
  const before = shared ? [] : await played('SFT', taught);
  const { weights, curve } = await trainer.reinforce(run, taught);
  return { rows: [...before, ...(await played('GRPO', weights))], curves: [curve] };
}
