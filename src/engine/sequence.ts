import type { TokenTerms } from './token-loss.ts';

/** A sequence to train on or to score, checked and with its lists as long as its tokens. */
export interface Sequence extends TokenTerms {
  readonly tokens: Int32Array;
  readonly targets: Int32Array;
  /** First row whose log-probability is wanted. */
  readonly first: number;
}

/** A reply to sample: all that decides it. */
export interface Continuation {
  readonly prompt: Int32Array;
  readonly maxTokens: number;
  readonly seed: number;
  readonly temperature: number;
  readonly topP: number;
  readonly stop: readonly number[];
}
