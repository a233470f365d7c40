/**
 * Settings of GRPO.
 *
 * @module
 */
import type { AdamParams } from '../engine/engine.ts';
import type { AdvantageScale, Normalisation } from './advantage.ts';
import type { AnswerReward } from './reward.ts';
import type { Schedule } from './schedule.ts';
import type { GrpoConfig } from './train-config.ts';

type OptionalSetting = 'topP' | 'staleness';

/**
 * All settings that determine the resulting weights, apart from the engine and the tasks: the options of
 * `GrpoConfig`, and values that only presets set. Default of `topP`: 1.
 */
export interface GrpoSettings
  extends Pick<GrpoConfig, OptionalSetting>,
    Required<Omit<GrpoConfig, OptionalSetting>> {
  /** The learning rate relative to its peak. */
  readonly schedule: Schedule;
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
  /** Ratios outside `1 − low` to `1 + high` have no gradient. No effect on fully on-policy batches. */
  readonly clip: { readonly low: number; readonly high: number };
  /** Cost subtracted from the reward per operation of a mean step. */
  readonly operationCost: number;
  /** Cost subtracted from the reward per Read of a mean step. */
  readonly readCost: number;
  /** Default `exact-match`. */
  readonly answerReward?: AnswerReward;
}

/** The paper's values (section 4.1). Learning rate and updates depend on the model. */
export const PAPER_GRPO: Omit<GrpoSettings, 'updates' | 'learningRate' | 'schedule' | 'seed'> = {
  tasksPerUpdate: 16,
  groupSize: 16,
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
  entryCost: 0,
  operationCost: 0,
  readCost: 0,
  tokenCost: 0,
};

/** Values for small policies. The paper's learning rate of 1e-6 is for 8 billion parameters. */
export const SMALL_GRPO: Omit<GrpoSettings, 'seed'> = {
  ...PAPER_GRPO,
  updates: 100,
  learningRate: 6e-4,
  schedule: { warmup: 5 },
  flatGroups: 'resample',
};
