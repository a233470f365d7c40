/**
 * Settings of GRPO.
 *
 * @module
 */
import type { AdamParams } from '../engine/engine.ts';
import type { AdvantageScale, Normalisation } from './advantage.ts';
import type { AnswerReward, RewardTerms } from './reward.ts';
import { NO_REWARD_TERMS } from './reward.ts';
import type { Schedule } from './schedule.ts';
import type { GrpoConfig } from './train-config.ts';

/** All settings that determine the resulting weights, apart from the engine and the tasks. */
export interface GrpoSettings {
  readonly updates: number;
  /** Number of groups per update, and of rollouts per group. */
  readonly tasks: number;
  readonly group: number;
  readonly temperature: number;
  /** Top-p of rollouts. Default 1. */
  readonly topP?: number;
  readonly learningRate: Schedule;
  readonly gradientClip: number;
  /** Default: those of the engine. */
  readonly adam?: Pick<AdamParams, 'beta1' | 'beta2' | 'epsilon' | 'weightDecay'>;
  readonly advantageScale: AdvantageScale;
  readonly normalisation: Normalisation;
  /** Nominal number of tokens per episode, for `normalisation: 'constant'`. */
  readonly constantTokens: number;
  /**
   * How to treat groups whose rewards are all equal. `keep` includes them: they have no advantage, but
   * count in means and in the divergence from the reference. `resample` excludes them and draws further
   * tasks until enough groups have variance, in at most `mostRounds` rounds.
   */
  readonly flatGroups: 'keep' | 'resample';
  readonly mostRounds: number;
  /** Optimizer steps per batch: passes over it × parts per pass. 1 × 1 is fully on-policy. */
  readonly epochs: number;
  readonly minibatches: number;
  /**
   * Maximum age in updates of the weights that sampled a rollout. Above 0, the next rollouts run during
   * training if the engine supports that. Default 0: all rollouts use the current weights.
   */
  readonly staleness?: number;
  /** Ratios outside `1 − low` to `1 + high` have no gradient. No effect on fully on-policy batches. */
  readonly clip: { readonly low: number; readonly high: number };
  /** Weight of the divergence from the reference policy (k3 estimator). At 0, no reference is needed. */
  readonly klWeight: number;
  readonly rewardTerms: RewardTerms;
  /** Default `exact-match`. */
  readonly answerReward?: AnswerReward;
  /** Seed of tasks and sampling. */
  readonly seed: number;
}

/** The paper's values (section 4.1). Learning rate and updates depend on the model. */
export const PAPER_GRPO: Omit<GrpoSettings, 'updates' | 'learningRate' | 'seed'> = {
  tasks: 16,
  group: 16,
  temperature: 1,
  gradientClip: 1,
  advantageScale: 'none',
  normalisation: 'token-mean',
  constantTokens: 64,
  flatGroups: 'keep',
  mostRounds: 4,
  epochs: 1,
  minibatches: 1,
  clip: { low: 0.2, high: 0.28 },
  klWeight: 0,
  rewardTerms: NO_REWARD_TERMS,
};

/** Values for small policies. The paper's learning rate of 1e-6 is for 8 billion parameters. */
export const SMALL_GRPO: Omit<GrpoSettings, 'seed'> = {
  ...PAPER_GRPO,
  updates: 100,
  learningRate: { peak: 6e-4, warmup: 5 },
  flatGroups: 'resample',
};

/** Applies options to the settings of a preset. Unset options keep the preset's values. */
export function changeGrpoSettings(preset: Omit<GrpoSettings, 'seed'>, config: GrpoConfig): GrpoSettings {
  const { learningRate, rewardTerms } = preset;
  return {
    ...preset,
    seed: config.seed,
    updates: config.updates ?? preset.updates,
    tasks: config.tasksPerUpdate ?? preset.tasks,
    group: config.groupSize ?? preset.group,
    learningRate: { ...learningRate, peak: config.learningRate ?? learningRate.peak },
    gradientClip: config.gradientClip ?? preset.gradientClip,
    temperature: config.temperature ?? preset.temperature,
    // Checkpoints of older versions lack these fields.
    ...(config.topP !== undefined && { topP: config.topP }),
    ...(config.staleness !== undefined && { staleness: config.staleness }),
    klWeight: config.klWeight ?? preset.klWeight,
    rewardTerms: {
      ...rewardTerms,
      entry: config.entryCost || rewardTerms.entry,
      token: config.tokenCost || rewardTerms.token,
    },
  };
}
