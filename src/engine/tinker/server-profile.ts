/**
 * How the supported Tinker servers differ.
 *
 * @module
 */
import type { AdamParams, LossName } from '../engine.ts';

/** The behaviour of one kind of server. */
export interface ServerProfile {
  readonly name: string;
  /** Whether it is a SkyRL server. SkyRL responses are recognisable, so a wrong profile is refused. */
  readonly skyrl: boolean;
  /** Encoding of the `forward_backward` body. */
  readonly encoding: 'json' | 'protobuf';
  /** How to request a pass without a gradient: by a separate route, or by a flag of the protobuf body. */
  readonly forward: 'route' | 'flag';
  /**
   * The losses that the server computes. The engine computes the others itself, at the cost of one more
   * forward pass.
   */
  readonly losses: readonly LossName[];
  /** Whether each datum can have its own clip range. */
  readonly clipPerDatum: boolean;
  /** Whether `gspo` needs a mask of the tokens that the sequence ratio is averaged over. */
  readonly sequenceRatioMask: boolean;
  /**
   * How the server reduces token losses. `sum` adds them up. `datum-mean` divides each datum's sum by the
   * sum of its weights, and the total by the number of data since the last optimizer step. The engine
   * scales its inputs so that the gradient is always the sum.
   */
  readonly reduction: 'sum' | 'datum-mean';
  /** Whether policy losses need a mask of the tokens that have an advantage. */
  readonly maskWithPolicyLosses: boolean;
  readonly honouredAdamParams: readonly (keyof AdamParams)[];
  /**
   * Whether samples are drawn from the training weights instead of a copy. Training then waits for samples.
   */
  readonly synchronous: boolean;
  /**
   * How the server treats a request repeated under its number, after its response was lost. `answered`: it
   * repeats the response. `refused`: it refuses the repetition. `done-again`: it executes the request
   * again, so the engine does not repeat it. In the last two cases the model is lost, because the outcome
   * is unknown.
   */
  readonly repeated: 'answered' | 'refused' | 'done-again';
  /**
   * Whether the gradient of an unloaded model leaks into the next model. The engine then clears it with a
   * step.
   */
  readonly keepsGradient: boolean;
  /**
   * Whether the server holds several models, for example one in training and one for loading a checkpoint.
   */
  readonly severalModels: boolean;
  /**
   * Whether checkpoints survive the unloading of their model. If `false`, a model that has saved a
   * checkpoint is not unloaded.
   */
  readonly keepsCheckpoints: boolean;
  /** If `false`, the optimizer state is always loaded with the weights. */
  readonly loadsWithoutOptimizer: boolean;
  /** Whether rank 0, training all weights, is supported. */
  readonly fullFineTuning: boolean;
  /** Whether the base model can be sampled next to trained models. */
  readonly baseSampling: boolean;
  /** Where the reference policy can run: in a second model of the server, or only on another server. */
  readonly reference: 'second-model' | 'second-server';
  readonly apiKey: 'required' | 'ignored';
  readonly topP: boolean;
  /** Whether equal calls give equal bytes. */
  readonly deterministic: boolean;
}

export type ServerProfileName = 'tinker' | 'skyrl-jax' | 'skyrl-jax-0.3' | 'skyrl-fsdp' | 'tuft';

const LOSSES: readonly LossName[] = ['cross_entropy', 'importance_sampling', 'ppo', 'cispo'];
const ADAM_WITHOUT_CLIP: readonly (keyof AdamParams)[] = [
  'learningRate',
  'beta1',
  'beta2',
  'epsilon',
  'weightDecay',
];
const ADAM: readonly (keyof AdamParams)[] = [...ADAM_WITHOUT_CLIP, 'gradientClip'];

/** The hosted service as SDK 0.38 addresses it. The other profiles derive from it. */
const TINKER: ServerProfile = {
  name: 'tinker',
  skyrl: false,
  encoding: 'protobuf',
  forward: 'flag',
  losses: [...LOSSES, 'gspo'],
  clipPerDatum: true,
  sequenceRatioMask: true,
  reduction: 'sum',
  maskWithPolicyLosses: false,
  honouredAdamParams: ADAM,
  synchronous: false,
  repeated: 'answered',
  keepsGradient: false,
  severalModels: true,
  keepsCheckpoints: true,
  loadsWithoutOptimizer: true,
  fullFineTuning: false,
  baseSampling: true,
  reference: 'second-model',
  apiKey: 'required',
  topP: true,
  deterministic: false,
};

/** SkyRL from 0.4 (October 2026) on, with JAX models. */
const SKYRL_JAX: ServerProfile = {
  ...TINKER,
  name: 'skyrl-jax',
  skyrl: true,
  losses: LOSSES,
  clipPerDatum: false,
  sequenceRatioMask: false,
  reduction: 'datum-mean',
  maskWithPolicyLosses: true,
  honouredAdamParams: ADAM_WITHOUT_CLIP,
  synchronous: true,
  keepsGradient: true,
  apiKey: 'ignored',
};

/** Profiles of known servers. For a server with another configuration, change a copy. */
export const SERVER_PROFILES: Readonly<Record<ServerProfileName, ServerProfile>> = {
  tinker: TINKER,
  'skyrl-jax': SKYRL_JAX,
  /** The last release for Python 3.11. */
  'skyrl-jax-0.3': {
    ...SKYRL_JAX,
    name: 'skyrl-jax-0.3',
    encoding: 'json',
    forward: 'route',
    repeated: 'done-again',
    loadsWithoutOptimizer: false,
  },
  'skyrl-fsdp': {
    ...TINKER,
    name: 'skyrl-fsdp',
    skyrl: true,
    // Accepts `cispo`, but ignores the clip range of the request.
    losses: ['cross_entropy', 'importance_sampling', 'ppo', 'gspo'],
    clipPerDatum: false,
    sequenceRatioMask: false,
    maskWithPolicyLosses: true,
    // The server's configuration sets betas, decay and clipping.
    honouredAdamParams: ['learningRate'],
    synchronous: true,
    severalModels: false,
    fullFineTuning: true,
    baseSampling: false,
    reference: 'second-server',
    apiKey: 'ignored',
  },
  tuft: {
    ...TINKER,
    name: 'tuft',
    losses: LOSSES,
    clipPerDatum: false,
    sequenceRatioMask: false,
    repeated: 'refused',
    keepsCheckpoints: false,
  },
};
