import type { ServerProfile } from '../engine/tinker/server-profile.ts';
import type { DocumentPreset } from '../train/document-presets.ts';
import type { GrpoSettings } from '../train/grpo-settings.ts';
import type { SftSettings } from '../train/sft-settings.ts';
import type { DocumentFlags, ImitationFlags, RolloutFlags } from './document-options.ts';

interface LengthFlags {
  readonly seed: number;
  readonly steps?: number;
  readonly updates?: number;
}

/** A preset's imitation with what the options change, for so many replies. */
export function sftSettings(
  flags: LengthFlags & DocumentFlags & ImitationFlags,
  { sft }: DocumentPreset,
  examples: number,
): SftSettings {
  const { epochs, ...preset } = sft;
  const batch = flags.batch ?? preset.batch;
  return {
    ...preset,
    batch,
    steps: flags.steps ?? Math.ceil(((flags.epochs ?? epochs) * examples) / batch),
    learningRate: { ...preset.learningRate, peak: flags.learningRate ?? preset.learningRate.peak },
    gradientClip: flags.gradientClip ?? preset.gradientClip,
  };
}

/** A preset's reinforcement with what the options change, for so many streams. */
export function grpoSettings(
  flags: LengthFlags & DocumentFlags & RolloutFlags,
  { grpo }: DocumentPreset,
  { synchronous }: ServerProfile,
  streams: number,
): GrpoSettings {
  const { epochs, ...preset } = grpo;
  const tasks = flags.batch ?? preset.tasks;
  return {
    ...preset,
    ...{ tasks, group: flags.group ?? preset.group, seed: flags.seed, epochs: 1 },
    updates: flags.updates ?? Math.max(1, Math.floor((epochs * streams) / tasks)),
    learningRate: { ...preset.learningRate, peak: flags.learningRate ?? preset.learningRate.peak },
    gradientClip: flags.gradientClip ?? preset.gradientClip,
    temperature: flags.temperature ?? preset.temperature,
    topP: flags.topP ?? preset.topP ?? 1,
    klWeight: flags.kl ?? preset.klWeight,
    staleness: flags.staleness ?? (synchronous ? 0 : 1),
    rewardTerms: { ...preset.rewardTerms, entry: flags.entryCost, token: flags.tokenCost },
  };
}
