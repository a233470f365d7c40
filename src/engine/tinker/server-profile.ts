import type { AdamParams, LossName } from '../engine.ts';

/** How one kind of server departs from the others behind the same protocol. */
export interface ServerProfile {
  readonly name: string;
  /** A kind of SkyRL: its answers show it, so that a profile of another kind is refused. */
  readonly skyrl: boolean;
  /** Body of `forward_backward`. */
  readonly encoding: 'json' | 'protobuf';
  /** Where passes without a gradient go: a route of their own, or a flag of the protobuf body. */
  readonly forward: 'route' | 'flag';
  readonly losses: readonly LossName[];
  /**
   * What the server does with the losses of tokens: adds them up, or divides each datum's sum by the sum of
   * its weights and the whole by the number of data since the last optimizer step. The engine scales what
   * it sends, so that the gradient is the sum everywhere.
   */
  readonly reduction: 'sum' | 'datum-mean';
  /** Whether a mask of the tokens with an advantage goes with the policy losses. */
  readonly maskWithPolicyLosses: boolean;
  readonly honouredAdamParams: readonly (keyof AdamParams)[];
  /** Samples are drawn from weights in place, not from a copy: training waits until all are drawn. */
  readonly synchronous: boolean;
  /**
   * What becomes of a request that comes again under its number, its answer having been lost: it is answered
   * as the first time; it is refused, having been done once; or it is done once more, so that it is not sent
   * again. In the last two cases the model is lost, as nobody learns what came out.
   */
  readonly repeated: 'answered' | 'refused' | 'done-again';
  /** The gradient of a model that goes stays behind, and is the next one's: it is stepped away first. */
  readonly keepsGradient: boolean;
  /** Several models at a time, such as one in training and one to load a checkpoint into. */
  readonly severalModels: boolean;
  /**
   * Checkpoints outlive the model that saved them. `false`: they go when it is unloaded, so that a model that
   * has saved any stays on the server.
   */
  readonly keepsCheckpoints: boolean;
  /** `false`: the optimizer's state always comes with the weights. */
  readonly loadsWithoutOptimizer: boolean;
  /** Takes rank 0: all weights are trained. */
  readonly fullFineTuning: boolean;
  /** Samples the base model too, beside trained ones. */
  readonly baseSampling: boolean;
  /** Where the policy to stay near can live: in a second model of the server, or only on another server. */
  readonly reference: 'second-model' | 'second-server';
  readonly apiKey: 'required' | 'ignored';
  readonly topP: boolean;
  /** Whether equal calls are promised to give equal bytes. */
  readonly deterministic: boolean;
}

export type ServerProfileName = 'tinker' | 'skyrl-jax' | 'skyrl-jax-0.3' | 'skyrl-fsdp' | 'tuft';

const LOSSES: readonly LossName[] = ['cross_entropy', 'importance_sampling', 'ppo'];
const ADAM_WITHOUT_CLIP: readonly (keyof AdamParams)[] = [
  'learningRate',
  'beta1',
  'beta2',
  'epsilon',
  'weightDecay',
];
const ADAM: readonly (keyof AdamParams)[] = [...ADAM_WITHOUT_CLIP, 'gradientClip'];

/** The hosted service, and the reading of the protocol that the others start from. */
const TINKER: ServerProfile = {
  name: 'tinker',
  skyrl: false,
  encoding: 'protobuf',
  forward: 'flag',
  losses: LOSSES,
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

/** SkyRL from 0.4 (October 2026) on, with models in JAX. */
const SKYRL_JAX: ServerProfile = {
  ...TINKER,
  name: 'skyrl-jax',
  skyrl: true,
  reduction: 'datum-mean',
  maskWithPolicyLosses: true,
  honouredAdamParams: ADAM_WITHOUT_CLIP,
  synchronous: true,
  keepsGradient: true,
  apiKey: 'ignored',
};

/** What is known of each kind of server; one that is set up otherwise has a changed copy. */
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
    maskWithPolicyLosses: true,
    // Betas, decay and clipping are the server's own configuration.
    honouredAdamParams: ['learningRate'],
    synchronous: true,
    severalModels: false,
    fullFineTuning: true,
    baseSampling: false,
    reference: 'second-server',
    apiKey: 'ignored',
  },
  tuft: { ...TINKER, name: 'tuft', repeated: 'refused', keepsCheckpoints: false },
};
