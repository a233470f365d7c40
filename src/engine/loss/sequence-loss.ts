/**
 * The loss of a sequence and its derivatives.
 *
 * @module
 */
import type { Loss } from '../engine.ts';
import type { Sequence } from '../sequence.ts';
import { evaluateLoss } from './evaluate-loss.ts';
import { tokenLoss } from './token-loss.ts';

/** The summed loss of a sequence and its derivative with respect to each log-probability. */
export interface SequenceLoss {
  /** NaN if a derivative is not finite. */
  readonly lossSum: number;
  /** One value for each token of the sequence. */
  readonly slopes: Float64Array;
}

/**
 * Computes the loss of a sequence.
 *
 * @param logprobs log-probabilities of the targets under the model. Those before `sequence.first` are not read.
 */
export function computeLoss(loss: Loss, sequence: Sequence, logprobs: ArrayLike<number>): SequenceLoss {
  const slopes = new Float64Array(sequence.tokens.length);
  let lossSum = 0;
  if (loss.name === 'custom') {
    const places = findTrained(sequence);
    const take = (values: ArrayLike<number>): Float64Array =>
      Float64Array.from(places, (place) => values[place]!);
    const found = evaluateLoss(loss, {
      logprobs: take(logprobs),
      oldLogprobs: take(sequence.logprobs),
      advantages: take(sequence.advantages),
      weights: take(sequence.weights),
    });
    for (const [index, place] of places.entries()) slopes[place] = found.slopes[index]!;
    lossSum = found.loss;
  } else {
    const ratio = loss.name === 'gspo' ? findSequenceRatio(sequence, logprobs) : undefined;
    for (let i = sequence.first; i < sequence.tokens.length; i++) {
      const token = tokenLoss(loss, sequence, i, logprobs[i]!, ratio);
      lossSum += token.loss;
      slopes[i] = token.slope;
    }
  }
  return { lossSum: slopes.every(Number.isFinite) ? lossSum : Number.NaN, slopes };
}

/** Returns the geometric mean of the token ratios. */
function findSequenceRatio(sequence: Sequence, logprobs: ArrayLike<number>): number {
  const places = findTrained(sequence);
  const sum = places.reduce((total, place) => total + logprobs[place]! - sequence.logprobs[place]!, 0);
  return Math.exp(sum / places.length);
}

/** Lists the positions of the tokens whose weight is not 0. */
function findTrained({ first, tokens, weights }: Sequence): readonly number[] {
  const places: number[] = [];
  for (let place = first; place < tokens.length; place++) if (weights[place] !== 0) places.push(place);
  return places;
}
