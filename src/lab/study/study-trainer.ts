/**
 * Trains the runs of a study.
 *
 * @module
 */
import { join } from 'node:path';
import type { Ablation } from '../../memory/ablate.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { GrpoUpdate } from '../../train/run-grpo.ts';
import { readLog } from '../../train/run-log.ts';
import type { SftProgress } from '../../train/run-sft.ts';
import type { LabPreset } from '../presets.ts';
import { type EngineFactory, type LabTrainingOptions, trainLabGrpo, trainLabSft } from '../training.ts';
import type { StudyCurve } from './study.ts';

/** One training run of a study. Its folder is `<study>/<name>`. */
export interface StudyRun {
  readonly name: string;
  readonly preset: LabPreset;
  readonly seed: number;
  readonly ablations: readonly Ablation[];
}

export interface StudyTrainerOptions {
  readonly directory: string;
  readonly createEngine: EngineFactory;
  readonly engineIdentity?: JsonObject;
  readonly timer: () => number;
  readonly onProgress?: (progress: { stage: string; training?: SftProgress | GrpoUpdate }) => void;
  readonly signal?: AbortSignal;
}

/** Trains the runs of a study. Each resumes from its own checkpoints. */
export interface StudyTrainer {
  /** Trains by SFT and returns the path of the weights. */
  teach(run: StudyRun): Promise<string>;
  /** Trains by GRPO and returns the path of the weights and the learning curve. */
  reinforce(run: StudyRun, init: string): Promise<{ readonly weights: string; readonly curve: StudyCurve }>;
}

export function createStudyTrainer(study: StudyTrainerOptions): StudyTrainer {
  const { directory, createEngine, engineIdentity, timer, onProgress, signal } = study;

  function createTraining(
    { name, preset, seed, ablations }: StudyRun,
    stage: 'sft' | 'grpo',
  ): LabTrainingOptions {
    const title = `${name}: ${stage.toUpperCase()}`;
    onProgress?.({ stage: title });
    return {
      preset,
      seed,
      ablations,
      createEngine,
      engineIdentity,
      timer,
      directory: join(directory, name, stage),
      resume: true,
      onProgress: (training) => onProgress?.({ stage: title, training }),
      signal,
    };
  }

  return {
    async teach(run) {
      const weights = await trainLabSft(createTraining(run, 'sft'));
      signal?.throwIfAborted();
      return weights;
    },
    async reinforce(run, init) {
      const training = createTraining(run, 'grpo');
      const weights = await trainLabGrpo({ ...training, init });
      signal?.throwIfAborted();
      return { weights, curve: { run: run.name, points: await readPoints(training.directory) } };
    },
  };
}

/** Reads the log of a run without its rollouts, which are too large for a study. */
async function readPoints(folder: string): Promise<readonly JsonObject[]> {
  return (await readLog(join(folder, 'log.jsonl'))).map(({ rollouts: _, ...record }) => record);
}
