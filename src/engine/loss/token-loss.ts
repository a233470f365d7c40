/**
 * The built-in losses of single tokens.
 *
 * @module
 */
import type { Loss } from '../engine.ts';

/** A range of ratios. */
export interface ClipRange {
  readonly low: number;
  readonly high: number;
}

type ClippedLossName = 'ppo' | 'cispo' | 'gspo';
/** A loss with a clip range. */
export type ClippedLoss = Extract<Loss, { name: ClippedLossName }>;

/** Default clip ranges. PPO and CISPO: Tinker's. GSPO: those of the paper (arXiv 2507.18071). */
const DEFAULT_CLIPS: Readonly<Record<ClippedLossName, ClipRange>> = {
  ppo: { low: 0.8, high: 1.2 },
  cispo: { low: 0, high: 4 },
  gspo: { low: 0.9997, high: 1.0004 },
};

/** The inputs of the token losses of a datum, with defaults filled in. */
export interface TokenTerms {
  readonly weights: Float32Array;
  readonly logprobs: Float32Array;
  readonly advantages: Float32Array;
  /** Clip range of this datum, if it has its own. */
  readonly clip?: Partial<ClipRange>;
}

/** A token's loss and its derivative with respect to the model's log-probability. */
export interface TokenLoss {
  readonly loss: number;
  readonly slope: number;
}

export function isClipped(loss: Loss): loss is ClippedLoss {
  return Object.hasOwn(DEFAULT_CLIPS, loss.name);
}

/** Returns the clip range of a datum: its own limits, else those of the loss, else the defaults. */
export function findClip(loss: ClippedLoss, { clip }: Pick<TokenTerms, 'clip'>): ClipRange {
  const { low, high } = DEFAULT_CLIPS[loss.name];
  return { low: clip?.low ?? loss.clipLow ?? low, high: clip?.high ?? loss.clipHigh ?? high };
}

/**
 * Computes the loss of token `index`, given its log-probability under the model. `Loss` has the formulas.
 *
 * @param sequenceRatio the ratio of the whole sequence, for `gspo`
 */
export function tokenLoss(
  loss: Exclude<Loss, { name: 'custom' }>,
  terms: TokenTerms,
  index: number,
  logprob: number,
  sequenceRatio?: number,
): TokenLoss {
  const weight = terms.weights[index]!;
  if (loss.name === 'cross_entropy') return { loss: -weight * logprob, slope: -weight };
  const advantage = weight * terms.advantages[index]!;
  if (advantage === 0) return { loss: 0, slope: 0 };
  const ratio = sequenceRatio ?? Math.exp(logprob - terms.logprobs[index]!);
  const gain = ratio * advantage;
  if (loss.name === 'importance_sampling') return { loss: -gain, slope: -gain };
  const { low, high } = findClip(loss, terms);
  const clipped = Math.min(Math.max(ratio, low), high) * advantage;
  if (loss.name === 'cispo') return { loss: -clipped * logprob, slope: -clipped };
  return gain <= clipped ? { loss: -gain, slope: -gain } : { loss: -clipped, slope: 0 };
}

/** Tells whether a token can have a gradient under a loss. Passes start at the first such token. */
export function carriesWeight(loss: Loss, terms: TokenTerms, index: number): boolean {
  if (terms.weights[index] === 0) return false;
  if (loss.name === 'cross_entropy' || readsWholeSequence(loss)) return true;
  return terms.advantages[index] !== 0;
}

/** Tells whether the loss of a token depends on the other tokens of its sequence. */
export function readsWholeSequence({ name }: Pick<Loss, 'name'>): boolean {
  return name === 'gspo' || name === 'custom';
}
