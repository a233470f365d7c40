/**
 * A planned training run: the model, the data and the evaluation.
 *
 * @module
 */
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine } from '../engine/engine.ts';
import type { JsonObject } from '../shared/json.ts';
import type { GrpoSettings } from './grpo-settings.ts';
import type { TaskSource } from './rollout-group.ts';
import type { SampledPolicy } from './sampled-policy.ts';
import type { SftSettings } from './sft-settings.ts';
import type { SupervisedSource } from './supervised-source.ts';

/** A model and the policy over its samples. */
export interface OpenedModel<Policy extends TokenCodec | SampledPolicy = TokenCodec | SampledPolicy> {
  readonly engine: Engine;
  readonly codec: Policy;
}

/** The evaluation of a run. */
export interface PlannedEvaluation {
  /** Plays the held-out tasks. */
  play(model: OpenedModel): Promise<JsonObject>;
  /** The result that selects the best weights. */
  readonly best: 'exactMatch' | 'reward';
  /** Whether the initial weights are evaluated too. */
  readonly first: boolean;
}

interface Plan {
  /** Opens the model to train. The run closes it. */
  open(): Promise<OpenedModel>;
  /** Opens the reference policy of the KL penalty, with the weights that the run starts from. */
  openReference?(): Promise<Engine>;
  /** Weights to start from, with a fresh optimizer. Default: those of `open`. */
  readonly init?: string;
  /** Default: none. The last checkpoint then holds the result. */
  readonly evaluation?: PlannedEvaluation;
  /** Facts about model and data that a resumed run must share, besides its options. */
  readonly identity: JsonObject;
  /** Longest prompt and reply in tokens, if the engine must be checked for it. */
  readonly context?: number;
}

/** A plan for imitation. */
export interface SftPlan extends Plan {
  readonly stage: 'sft';
  readonly settings: SftSettings;
  createSource(model: OpenedModel, settings: SftSettings): SupervisedSource;
}

/** A plan for reinforcement learning. */
export interface GrpoPlan extends Plan {
  readonly stage: 'grpo';
  readonly settings: GrpoSettings;
  readonly tasks: TaskSource;
}

export type TrainingPlan = SftPlan | GrpoPlan;
