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
  /** For the report. */
  readonly presetName: string;
  readonly preset: LabPreset;
  /** Independent runs, from the first SFT step on; at least one. */
  readonly seeds: readonly number[];
  readonly directory: string;
  readonly createEngine: EngineFactory;
  /** What of the engine a study that goes on must agree on. Default: nothing. */
  readonly engineIdentity?: JsonObject;
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
  /** What is being done: "seed-1: GRPO". */
  readonly stage: string;
  readonly training?: SftProgress | GrpoUpdate;
}

/** What a study has found so far. */
interface Found {
  readonly rows: readonly StudyRow[];
  readonly curves: readonly StudyCurve[];
}

interface Workshop {
  readonly trainer: StudyTrainer;
  readonly player: StudyPlayer;
}

/**
 * The paper's findings in miniature: SFT, GRPO, evaluation at three lengths, ablations, controls, variants.
 * Writes `study.json`, `study.md` and plots into the folder. Training goes on from checkpoints that are
 * there; evaluations are played again.
 *
 * @throws what `signal` was aborted with; the run in progress has then saved a checkpoint
 * @throws Error where the folder holds a study that this one would not contain
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

/** A variant that changes neither prompts nor model starts GRPO from the seed's own SFT weights; others have an SFT to play. */
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
