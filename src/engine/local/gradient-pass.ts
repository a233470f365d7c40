/**
 * Forward and backward passes over bundles of sequences.
 *
 * @module
 */
import type { Loss } from '../engine.ts';
import { computeLoss } from '../loss/sequence-loss.ts';
import type { Sequence } from '../sequence.ts';
import { firstRow } from './bundle.ts';
import type { SequenceResult } from './job.ts';
import type { Machine } from './machine.ts';
import { roundUp } from './model-config.ts';
import type { Transformer } from './transformer.ts';

/**
 * Creates a function that runs the sequences of a bundle. It computes log-probabilities and losses, and
 * adds gradients if an address for them is given. The shared prefix is read once and back-propagated once.
 * A loss that is not finite is returned and adds no gradient.
 */
export function createGradientPass(
  machine: Machine,
  transformer: Transformer,
): (bundle: readonly Sequence[], loss: Loss, gradients: number | undefined) => readonly SequenceResult[] {
  const { kernels, own, plan, integers, floats } = machine;
  const { vocabularySize } = machine.model;

  /** Fills the slope of every row from `from` on and returns the summed loss. */
  const applyLoss = (sequence: Sequence, loss: Loss, logprobs: Float32Array, rows: number): number => {
    const from = firstRow(sequence);
    const { lossSum, slopes } = computeLoss(loss, sequence, logprobs);
    floats.fill(0, own.weights / 4, own.weights / 4 + rows);
    for (let i = sequence.first; i < slopes.length; i++) floats[own.weights / 4 + i - from] = -slopes[i]!;
    return lossSum;
  };

  /** Runs the forward pass. Rows before `start` are already computed by an earlier sequence. */
  const readForward = (sequence: Sequence, start: number): Float32Array => {
    const { tokens, targets, first } = sequence;
    const from = firstRow(sequence);
    const rows = roundUp(tokens.length, 8) - from;
    transformer.forward(tokens, start, from);
    for (let row = 0; row < rows; row++) integers[own.targets / 4 + row] = targets[from + row] ?? 0;
    kernels.targetLogprobs(
      own.logits,
      own.targets,
      own.logprobs,
      own.sums,
      rows,
      vocabularySize,
      plan.columns,
    );
    const logprobs = new Float32Array(tokens.length);
    const begin = own.logprobs / 4;
    logprobs.set(floats.subarray(begin + first - from, begin + tokens.length - from), first);
    return logprobs;
  };

  /** Back-propagates rows from `begin` on. */
  const goBack = (
    sequence: Sequence,
    loss: Loss,
    logprobs: Float32Array,
    gradients: number,
    begin: number,
  ): number => {
    const from = firstRow(sequence);
    const rows = roundUp(sequence.tokens.length, 8) - from;
    const lossSum = applyLoss(sequence, loss, logprobs, rows);
    if (!Number.isFinite(lossSum)) return lossSum;
    kernels.targetGradient(own.logits, own.targets, own.weights, own.sums, rows, plan.columns);
    transformer.backward(sequence.tokens.length, from, begin, gradients);
    return lossSum;
  };

  return (bundle, loss, gradients) => {
    const shared = bundle.length > 1 ? firstRow(bundle[0]!) : 0;
    const results = bundle.map((sequence, place): SequenceResult => {
      const { tokens, first } = sequence;
      if (first >= tokens.length) return { lossSum: 0, logprobs: new Float32Array(tokens.length) };
      const logprobs = readForward(sequence, place === 0 ? 0 : shared);
      if (gradients === undefined) return { lossSum: 0, logprobs };
      return { lossSum: goBack(sequence, loss, logprobs, gradients, shared), logprobs };
    });
    if (gradients !== undefined && shared > 0) transformer.backwardShared(shared, gradients);
    return results;
  };
}
