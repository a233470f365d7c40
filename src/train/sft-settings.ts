/**
 * Settings of supervised fine-tuning.
 *
 * @module
 */
import type { AdamParams } from '../engine/engine.ts';
import type { Schedule } from './schedule.ts';
import type { SftConfig } from './train-config.ts';

/**
 * All settings that determine the resulting weights, apart from the engine and the source: the options of
 * `SftConfig`, and values that only presets set.
 */
export interface SftSettings extends Required<Omit<SftConfig, 'seed'>> {
  /** The learning rate relative to its peak. */
  readonly schedule: Schedule;
  /**
   * Weight of a prompt token relative to a reply token, and the number of steps with it. Training from
   * scratch needs it, because only a twentieth of the tokens are replies.
   */
  readonly promptWeight: { readonly weight: number; readonly steps: number };
  /** The same for hints, if the source provides any. */
  readonly hintWeight: { readonly weight: number; readonly steps: number };
  readonly weightDecay: number;
  /** Default: those of the engine. */
  readonly adam?: Pick<AdamParams, 'beta1' | 'beta2' | 'epsilon'>;
}

/** Values for small policies trained from scratch. */
export const SMALL_SFT: SftSettings = {
  steps: 300,
  batchSize: 32,
  learningRate: 2e-3,
  schedule: { warmup: 20, decay: 'cosine' },
  promptWeight: { weight: 0.1, steps: Number.POSITIVE_INFINITY },
  hintWeight: { weight: 0, steps: 0 },
  weightDecay: 0.01,
  gradientClip: 1,
};
