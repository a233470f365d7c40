/**
 * Validated inputs of passes and sampling.
 *
 * @module
 */
import type { TokenTerms } from './loss/token-loss.ts';

/** A validated sequence to train on or to score. Its lists are as long as its tokens. */
export interface Sequence extends TokenTerms {
  readonly tokens: Int32Array;
  readonly targets: Int32Array;
  /** First row whose log-probability is needed. */
  readonly first: number;
}

/** One reply to sample, with everything that determines it. */
export interface Continuation {
  readonly prompt: Int32Array;
  readonly maxTokens: number;
  readonly seed: number;
  readonly temperature: number;
  readonly topP: number;
  readonly stop: readonly number[];
}
