/**
 * What trains and samples a model: token ids in, token ids and log-probabilities out. The same contract
 * holds in this process (`engine/local/`) and over the network; the words are those of the Tinker protocol.
 *
 * Calls may be made without waiting for earlier ones: an engine runs them in the order in which they came.
 */
export interface Engine {
  readonly name: string;
  readonly vocabulary: Vocabulary;
  readonly capabilities: EngineCapabilities;
  /**
   * Continues prompts. The samples of a request depend on its own prompt, parameters and seed only, not on
   * what else is in the call.
   */
  sample(requests: readonly SampleRequest[]): Promise<readonly SampleResult[]>;
  /** Log-probabilities of given replies: one list for each text, one number for each reply token. */
  logprobs(texts: readonly ScoredText[]): Promise<readonly (readonly number[])[]>;
  /**
   * Adds the gradient of a loss, summed over tokens and data, to the gradient held. Nothing is divided by
   * the batch: scale `weights` or `advantages` for any other normalisation.
   */
  forwardBackward(data: readonly Datum[], loss: Loss): Promise<ForwardBackwardResult>;
  /** One AdamW step along the gradient held, which is empty afterwards. */
  optimStep(params: AdamParams): Promise<OptimStepResult>;
  /** Saves weights and the optimizer's state; the result is the path to load. */
  save(path: string, options?: SaveOptions): Promise<string>;
  load(path: string, options?: LoadOptions): Promise<void>;
  close(): Promise<void>;
}

export type TokenIds = readonly number[];

/** What the ids mean: the words themselves for a closed vocabulary, or the name of a tokenizer. */
export interface Vocabulary {
  /** Ids are 0 … size − 1. */
  readonly size: number;
  /** The word of every id, where the vocabulary is a plain list. */
  readonly tokens?: readonly string[];
  /** Where to find the tokenizer, where it is not a plain list (a model's name or a folder). */
  readonly tokenizer?: string;
}

export interface EngineCapabilities {
  readonly losses: readonly LossName[];
  /** Most tokens of a model input. A reply's last token is never read, so it need not fit. */
  readonly context: number;
  /** Same seed, same calls, same bytes. */
  readonly deterministic: boolean;
  /** `false`: top-p below 1 is refused. */
  readonly topP: boolean;
  /**
   * Whether samples are drawn while training goes on, each from the weights of all steps before its call,
   * and as fast asked for singly as together. Default false.
   */
  readonly overlaps?: boolean;
  /** Parameters of `optimStep` that have an effect. */
  readonly honouredAdamParams: readonly (keyof AdamParams)[];
}

export interface SamplingParams {
  /** Most tokens of a reply; the stop token counts. */
  readonly maxTokens: number;
  /** Sample i of a request draws with `seed + i`. */
  readonly seed: number;
  /** Default 1; 0 takes the likeliest token. */
  readonly temperature?: number;
  /** Draws from the smallest set of likeliest tokens with at least this probability. Default 1. */
  readonly topP?: number;
  /** Ids that end a reply; the one met is part of the reply. */
  readonly stop?: TokenIds;
}

export interface SampleRequest {
  /** At least one token. */
  readonly prompt: TokenIds;
  /** Default 1. The prompt is read once for all of them. */
  readonly numSamples?: number;
  readonly samplingParams: SamplingParams;
}

export interface SampledSequence {
  readonly tokens: TokenIds;
  /** The model's own log-probabilities (temperature 1, top-p 1), whatever the sampling distribution was. */
  readonly logprobs: readonly number[];
  /** `stop`: the last token is a stop token; `length`: `maxTokens` was reached. */
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
 * One training sequence: having read `modelInput[0 … i]`, the model predicts `lossInputs.targetTokens[i]`.
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
  /** Cross-entropy: weight of each token, default 1. Policy losses: factor on each token, default 1. */
  readonly weights?: readonly number[];
  /** Policy losses: log-probabilities under the policy that sampled; anything where the advantage is 0. */
  readonly logprobs?: readonly number[];
  /** Policy losses: 0 on prompt tokens. */
  readonly advantages?: readonly number[];
}

/**
 * With `lp` the model's log-probability of a target, `q` the datum's, `A` its advantage, `r = exp(lp − q)`
 * and `w` the weight, the loss of a token is
 * - `cross_entropy`: `−w lp`
 * - `importance_sampling`: `−w r A`
 * - `ppo`: `−w min(r A, clip(r, clipLow, clipHigh) A)`
 */
export type Loss =
  | { readonly name: 'cross_entropy' }
  | { readonly name: 'importance_sampling' }
  | {
      readonly name: 'ppo';
      /** Smallest ratio that is not clipped. Default 0.8. */
      readonly clipLow?: number;
      /** Largest ratio that is not clipped. Default 1.2. */
      readonly clipHigh?: number;
    };

export type LossName = Loss['name'];

export interface ForwardBackwardResult {
  /** The summed loss. */
  readonly lossSum: number;
  /** One record for each datum, in order. */
  readonly outputs: readonly LossOutput[];
}

export interface LossOutput {
  readonly lossSum: number;
  /**
   * The model's log-probabilities of the targets, before the update. 0 where an engine leaves them out
   * because neither they nor any token before them carry a weight.
   */
  readonly logprobs: readonly number[];
}

/** AdamW as PyTorch's: decoupled weight decay on all parameters. Schedules live with the caller. */
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
  /** Largest norm of the whole gradient; longer ones are scaled down. Default 0: no limit. */
  readonly gradientClip?: number;
}

export interface OptimStepResult {
  /** Norm of the whole gradient before clipping. */
  readonly gradientNorm: number;
}

export interface SaveOptions {
  /** Default true. */
  readonly optimizer?: boolean;
  /** Replaces what is at the path. Default false: an existing checkpoint is an error. */
  readonly overwrite?: boolean;
}

export interface LoadOptions {
  /** Takes the optimizer's state too; without it the optimizer starts afresh. Default true. */
  readonly optimizer?: boolean;
}
