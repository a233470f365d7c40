/**
 * The engine contract: training and sampling a model by token ids.
 *
 * @module
 */
import type { CustomLoss } from './loss/custom-loss.ts';

/**
 * Trains and samples a model by token ids. The contract is the same in this process (`engine/local/`) and
 * over the network. Its terms are those of the Tinker protocol.
 *
 * Calls need not wait for earlier ones: an engine runs them in the order of the calls.
 */
export interface Engine {
  readonly name: string;
  readonly vocabulary: Vocabulary;
  readonly capabilities: EngineCapabilities;
  /**
   * Continues prompts. The samples of a request depend only on its prompt, parameters and seed, not on the
   * other requests of the call.
   */
  sample(requests: readonly SampleRequest[]): Promise<readonly SampleResult[]>;
  /** Returns the log-probabilities of given replies: one list per text, one number per reply token. */
  logprobs(texts: readonly ScoredText[]): Promise<readonly (readonly number[])[]>;
  /**
   * Adds the gradient of a loss, summed over tokens and data, to the accumulated gradient. Nothing is
   * divided by the batch size. To normalise otherwise, scale `weights` or `advantages`.
   */
  forwardBackward(data: readonly Datum[], loss: Loss): Promise<ForwardBackwardResult>;
  /** Takes one AdamW step along the accumulated gradient, then clears it. */
  optimStep(params: AdamParams): Promise<OptimStepResult>;
  /** Saves weights and optimizer state, and returns the path to load. */
  save(path: string, options?: SaveOptions): Promise<string>;
  load(path: string, options?: LoadOptions): Promise<void>;
  close(): Promise<void>;
}

export type TokenIds = readonly number[];

/** The meaning of token ids: the words of a closed vocabulary, or the name of a tokenizer. */
export interface Vocabulary {
  /** Ids are 0 … size − 1. */
  readonly size: number;
  /** The word of every id, if the vocabulary is a plain list. */
  readonly tokens?: readonly string[];
  /** Model name or folder of the tokenizer, if the vocabulary is not a plain list. */
  readonly tokenizer?: string;
}

export interface EngineCapabilities {
  readonly losses: readonly LossName[];
  /** Maximum number of tokens of a model input. A reply's last token is never read, so it need not fit. */
  readonly context: number;
  /** Whether the same seed and calls give the same bytes. */
  readonly deterministic: boolean;
  /** If `false`, top-p below 1 is refused. */
  readonly topP: boolean;
  /**
   * Whether samples are drawn during training, from the weights of all steps before the call. Single
   * requests are then as fast as batches. Default false.
   */
  readonly overlaps?: boolean;
  /** The parameters of `optimStep` that have an effect. */
  readonly honouredAdamParams: readonly (keyof AdamParams)[];
}

export interface SamplingParams {
  /** Maximum number of tokens of a reply, including the stop token. */
  readonly maxTokens: number;
  /** Sample i of a request is drawn with `seed + i`. */
  readonly seed: number;
  /** Default 1. At 0, the likeliest token is chosen. */
  readonly temperature?: number;
  /** Draws from the smallest set of likeliest tokens with at least this probability. Default 1. */
  readonly topP?: number;
  /** Ids that end a reply. The stop token is part of the reply. */
  readonly stop?: TokenIds;
}

export interface SampleRequest {
  /** At least one token. */
  readonly prompt: TokenIds;
  /** Default 1. The prompt is read once for all samples. */
  readonly numSamples?: number;
  readonly samplingParams: SamplingParams;
}

export interface SampledSequence {
  readonly tokens: TokenIds;
  /** The model's log-probabilities at temperature 1 and top-p 1, regardless of the sampling parameters. */
  readonly logprobs: readonly number[];
  /** `stop`: the last token is a stop token. `length`: the reply reached `maxTokens`. */
  readonly stopReason: 'stop' | 'length';
}

export interface SampleResult {
  readonly sequences: readonly SampledSequence[];
}

export interface ScoredText {
  /** At least one token. */
  readonly prompt: TokenIds;
  readonly reply: TokenIds;
}

/**
 * One training sequence. After `modelInput[0 … i]`, the model predicts `lossInputs.targetTokens[i]`.
 *
 * @example
 * // prompt [5, 6], reply [7, 8], cross-entropy on the reply
 * { modelInput: [5, 6, 7], lossInputs: { targetTokens: [6, 7, 8], weights: [0, 1, 1] } }
 */
export interface Datum {
  readonly modelInput: TokenIds;
  readonly lossInputs: LossInputs;
}

/** Lists as long as the model input. Log-probabilities, weights and advantages are finite numbers. */
export interface LossInputs {
  readonly targetTokens: TokenIds;
  /** Cross-entropy: weight of each token. Policy losses: factor on each token. Default 1. */
  readonly weights?: readonly number[];
  /** Policy losses: log-probabilities under the sampling policy. Ignored where the advantage is 0. */
  readonly logprobs?: readonly number[];
  /** Policy losses: advantage of each token, 0 on prompt tokens. */
  readonly advantages?: readonly number[];
  /** Smallest ratio that is not clipped in this datum. Default: that of the loss. */
  readonly clipLow?: number;
  /** Largest ratio that is not clipped in this datum. Default: that of the loss. */
  readonly clipHigh?: number;
}

/**
 * A loss. For each token, let `lp` be the model's log-probability of the target, `q` the datum's, `A` the
 * advantage, `w` the weight, `r = exp(lp − q)` and `clip(r)` the ratio limited to the clip range. The token's
 * loss is
 * - `cross_entropy`: `−w lp`
 * - `importance_sampling`: `−w r A`
 * - `ppo`: `−w min(r A, clip(r) A)`
 * - `cispo`: `−w c lp A`, where `c = clip(r)` has no gradient
 * - `gspo`: as `ppo`, but `r` is the geometric mean of the ratios of all tokens with a weight. Its gradient is that
 *   of the token's own ratio (GSPO-token).
 * - `custom`: a loss that `defineLoss` created
 *
 * `gspo` and `custom` read all tokens of a datum together, so the datum needs `weights`.
 */
export type Loss =
  | { readonly name: 'cross_entropy' }
  | { readonly name: 'importance_sampling' }
  | {
      readonly name: 'ppo' | 'cispo' | 'gspo';
      /** Smallest ratio that is not clipped. Default: `ppo` 0.8, `cispo` 0, `gspo` 0.9997. */
      readonly clipLow?: number;
      /** Largest ratio that is not clipped. Default: `ppo` 1.2, `cispo` 4, `gspo` 1.0004. */
      readonly clipHigh?: number;
    }
  | CustomLoss;

export type LossName = Loss['name'];

export interface ForwardBackwardResult {
  /** The summed loss. */
  readonly lossSum: number;
  /** One record per datum, in order. */
  readonly outputs: readonly LossOutput[];
}

export interface LossOutput {
  readonly lossSum: number;
  /**
   * The model's log-probabilities of the targets, before the update. An engine may return 0 for tokens up
   * to the first one with a weight.
   */
  readonly logprobs: readonly number[];
}

/** AdamW as in PyTorch, with decoupled weight decay on all parameters. Schedules are up to the caller. */
export interface AdamParams {
  readonly learningRate: number;
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.95. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** Default 0. */
  readonly weightDecay?: number;
  /** Maximum norm of the whole gradient. Longer gradients are scaled down. Default 0: no limit. */
  readonly gradientClip?: number;
}

export interface OptimStepResult {
  /** Norm of the whole gradient before clipping. */
  readonly gradientNorm: number;
}

export interface SaveOptions {
  /** Default true. */
  readonly optimizer?: boolean;
  /** Whether to replace an existing checkpoint. Default false: an existing checkpoint is an error. */
  readonly overwrite?: boolean;
}

export interface LoadOptions {
  /** Whether to load the optimizer state. If false, the optimizer starts afresh. Default true. */
  readonly optimizer?: boolean;
}
