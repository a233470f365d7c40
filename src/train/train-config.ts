/**
 * Options of training: one schema defines the flags of `atommem train`, their help, JSON files, the options of
 * `grpo` and `sft`, and what a resumed run must agree on.
 *
 * @module
 */
import { z } from 'zod';
import { type ConfigFields, type ConfigSchema, field } from '../shared/config.ts';

/** Options of both stages. Unset options keep the preset's values. */
export interface StageConfig {
  /** Seed of weights, tasks and sampling. Default: 1. */
  readonly seed: number;
  /** Peak of the learning rate. */
  readonly learningRate?: number;
  /** Maximum norm of the gradient. 0: no limit. */
  readonly gradientClip?: number;
}

/** Options of `grpo`. */
export interface GrpoConfig extends StageConfig {
  readonly updates?: number;
  /** Tasks of one update. */
  readonly tasksPerUpdate?: number;
  /** Rollouts of one task. */
  readonly groupSize?: number;
  /** Temperature of rollouts. */
  readonly temperature?: number;
  readonly topP?: number;
  /** Weight of the divergence from the initial policy (k3 estimator). */
  readonly klWeight?: number;
  /** Maximum age in updates of the weights behind a rollout. */
  readonly staleness?: number;
  /** Cost subtracted from the reward for each entry kept. Default: 0. */
  readonly entryCost: number;
  /** Cost subtracted from the reward for each token of a mean reply. Default: 0. */
  readonly tokenCost: number;
}

/** Options of `sft`. */
export interface SftConfig extends StageConfig {
  /** Optimizer steps. */
  readonly steps?: number;
  /** Replies of one step. */
  readonly batchSize?: number;
}

/** Shown in the help for options whose default depends on the preset. */
export const PRESET_DEFAULT = "the preset's";

/** An integer of at least 1. */
export const count: z.ZodOptional<z.ZodInt> = z.int().min(1).optional();
const share: z.ZodOptional<z.ZodNumber> = z.number().min(0).max(1).optional();
const shownDefault = PRESET_DEFAULT;

const stageFields: ConfigFields<StageConfig> = {
  seed: field(z.int().min(0).default(1), { help: 'seed of weights, tasks and sampling' }),
  learningRate: field(share, { help: 'peak of the learning rate', shownDefault }),
  gradientClip: field(z.number().min(0).optional(), {
    help: 'maximum norm of the gradient; 0 for no limit',
    shownDefault,
  }),
};

/** Fields of `GrpoConfig`. */
export const grpoFields: ConfigFields<GrpoConfig> = {
  ...stageFields,
  updates: field(count, { help: 'updates', shownDefault }),
  tasksPerUpdate: field(count, { help: 'tasks per update', aliases: ['batch'], shownDefault }),
  groupSize: field(z.int().min(2).optional(), {
    help: 'rollouts per task',
    aliases: ['group'],
    shownDefault,
  }),
  temperature: field(z.number().min(0).max(10).optional(), { help: 'temperature of rollouts', shownDefault }),
  topP: field(share, { help: 'top-p of rollouts', shownDefault }),
  klWeight: field(z.number().min(0).max(100).optional(), {
    help: 'weight of the divergence from the initial policy',
    flag: 'kl',
    shownDefault,
  }),
  staleness: field(z.int().min(0).max(16).optional(), {
    help: 'maximum age in updates of the weights behind a rollout',
    shownDefault: '1 if the server samples while it trains, otherwise 0',
  }),
  entryCost: field(z.number().min(0).max(1).default(0), {
    help: 'cost of each entry kept, subtracted from the reward',
  }),
  tokenCost: field(z.number().min(0).max(1).default(0), {
    help: 'cost of each token of a mean reply, subtracted from the reward',
  }),
};

/** Fields of `SftConfig`. */
export const sftFields: ConfigFields<SftConfig> = {
  ...stageFields,
  steps: field(count, { help: 'optimizer steps', shownDefault }),
  batchSize: field(count, { help: 'replies per step', aliases: ['batch'], shownDefault }),
};

/** Schema of the options of `grpo`. */
export const GRPO_CONFIG: ConfigSchema<GrpoConfig> = z.strictObject(grpoFields);

/** Schema of the options of `sft`. */
export const SFT_CONFIG: ConfigSchema<SftConfig> = z.strictObject(sftFields);
