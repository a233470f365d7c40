/**
 * Settings of supervised fine-tuning.
 *
 * @module
 */
import type { AdamParams } from '../engine/engine.ts';
import type { Schedule } from './schedule.ts';
import type { SftConfig } from './train-config.ts';

/** Everything that decides what weights come out, beside the engine and the source. */
export interface SftSettings {
  readonly steps: number;
  /** Replies of one update. */
  readonly batch: number;
  readonly learningRate: Schedule;
  /** Weight of a prompt token against a reply token, and the steps that have it. A model that starts from
   * nothing needs it: replies are a twentieth of its tokens. */
  readonly promptWeight: { readonly weight: number; readonly steps: number };
  /** The same for hints, where the source gives any. */
  readonly hintWeight: { readonly weight: number; readonly steps: number };
  readonly weightDecay: number;
  readonly gradientClip: number;
  /** Default: the engine's own. */
  readonly adam?: Pick<AdamParams, 'beta1' | 'beta2' | 'epsilon'>;
}

/** For small policies that start from nothing. */
export const SMALL_SFT: SftSettings = {
  steps: 300,
  batch: 32,
  learningRate: { peak: 2e-3, warmup: 20, decay: 'cosine' },
  promptWeight: { weight: 0.1, steps: Number.POSITIVE_INFINITY },
  hintWeight: { weight: 0, steps: 0 },
  weightDecay: 0.01,
  gradientClip: 1,
};

/** Changes the settings of a preset as the options say. Options that are not set leave them as they are. */
export function changeSftSettings(preset: SftSettings, config: SftConfig): SftSettings {
  const { learningRate } = preset;
  return {
    ...preset,
    steps: config.steps ?? preset.steps,
    batch: config.batchSize ?? preset.batch,
    learningRate: { ...learningRate, peak: config.learningRate ?? learningRate.peak },
    gradientClip: config.gradientClip ?? preset.gradientClip,
  };
}
