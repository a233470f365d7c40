import type { AdamParams } from '../engine/engine.ts';
import type { AdvantageScale, Normalisation } from './advantage.ts';
import type { AnswerReward, RewardTerms } from './reward.ts';
import { NO_REWARD_TERMS } from './reward.ts';
import type { Schedule } from './schedule.ts';
import type { GrpoConfig } from './train-config.ts';

/** Everything that decides what weights come out, beside the engine and the tasks. */
export interface GrpoSettings {
  readonly updates: number;
  /** Groups of one update, and rollouts of one group. */
  readonly tasks: number;
  readonly group: number;
  readonly temperature: number;
  /** Of rollouts. Default 1. */
  readonly topP?: number;
  readonly learningRate: Schedule;
  readonly gradientClip: number;
  /** Default: the engine's own. */
  readonly adam?: Pick<AdamParams, 'beta1' | 'beta2' | 'epsilon' | 'weightDecay'>;
  readonly advantageScale: AdvantageScale;
  readonly normalisation: Normalisation;
  /** Tokens that an episode is taken to have, for `normalisation: 'constant'`. */
  readonly constantTokens: number;
  /**
   * What becomes of groups whose rewards are all equal: `keep` them (they have no advantage, but count in means
   * over the update and in the divergence from the reference), or `resample` tasks until enough groups have
   * variance, at most `mostRounds` times, and leave them out.
   */
  readonly flatGroups: 'keep' | 'resample';
  readonly mostRounds: number;
  /** Optimizer steps of one batch: passes over it, times parts of a pass. 1 × 1 is fully on-policy. */
  readonly epochs: number;
  readonly minibatches: number;
  /**
   * Updates that the weights behind a rollout may be old when it is learnt from. Above 0, the next rollouts
   * go on while an engine that can do both trains. Default 0: every rollout is of the present weights.
   */
  readonly staleness?: number;
  /** Ratios beyond `1 − low` and `1 + high` carry no gradient; without effect where all are of the present weights. */
  readonly clip: { readonly low: number; readonly high: number };
  /** Weight of the divergence from the reference policy (k3 estimator). 0 needs no reference. */
  readonly klWeight: number;
  readonly rewardTerms: RewardTerms;
  /** Default `exact-match`. */
  readonly answerReward?: AnswerReward;
  /** Of tasks and of every draw. */
  readonly seed: number;
}

/** The paper's values (section 4.1); learning rate and updates depend on the model. */
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

/** For small policies: the paper's 1e-6 is a learning rate for 8 billion parameters. */
export const SMALL_GRPO: Omit<GrpoSettings, 'seed'> = {
  ...PAPER_GRPO,
  updates: 100,
  learningRate: { peak: 6e-4, warmup: 5 },
  flatGroups: 'resample',
};

/** Changes the settings of a preset as the options say. Options that are not set leave them as they are. */
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
    // Runs from before there was a choice have no such fields.
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
