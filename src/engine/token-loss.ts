/**
 * The losses of single tokens.
 *
 * @module
 */
import type { Loss } from './engine.ts';

/** Default clip range of PPO (Tinker protocol: 0.8 and 1.2). */
export const DEFAULT_CLIP = { low: 0.8, high: 1.2 } as const;

/** The inputs of the token losses of a datum, with defaults filled in. */
export interface TokenTerms {
  readonly weights: Float32Array;
  readonly logprobs: Float32Array;
  readonly advantages: Float32Array;
}

/** A token's loss and its derivative with respect to the model's log-probability. */
export interface TokenLoss {
  readonly loss: number;
  readonly slope: number;
}

/** Computes the loss of token `index`, given its log-probability under the model. `Loss` has the formulas. */
export function tokenLoss(loss: Loss, terms: TokenTerms, index: number, logprob: number): TokenLoss {
  const weight = terms.weights[index]!;
  if (loss.name === 'cross_entropy') return { loss: -weight * logprob, slope: -weight };
  const advantage = weight * terms.advantages[index]!;
  if (advantage === 0) return { loss: 0, slope: 0 };
  const ratio = Math.exp(logprob - terms.logprobs[index]!);
  const gain = ratio * advantage;
  if (loss.name === 'importance_sampling') return { loss: -gain, slope: -gain };
  const { clipLow = DEFAULT_CLIP.low, clipHigh = DEFAULT_CLIP.high } = loss;
  const clipped = Math.min(Math.max(ratio, clipLow), clipHigh) * advantage;
  return gain <= clipped ? { loss: -gain, slope: -gain } : { loss: -clipped, slope: 0 };
}

/** Tells whether a token can have a gradient under a loss. Passes start at the first such token. */
export function carriesWeight(loss: Loss, terms: TokenTerms, index: number): boolean {
  if (terms.weights[index] === 0) return false;
  return loss.name === 'cross_entropy' || terms.advantages[index] !== 0;
}
