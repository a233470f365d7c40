import type { Loss } from '../engine.ts';
import type { Sequence } from '../sequence.ts';
import { tokenLoss } from '../token-loss.ts';
import type { SequenceResult } from './job.ts';
import type { Machine } from './machine.ts';
import { roundUp } from './model-config.ts';
import type { Transformer } from './transformer.ts';

/**
 * Runs one sequence: log-probabilities, the loss of every token from them, and, where there is a place for
 * gradients, the way back. A loss that is not finite is reported and adds nothing to the gradients.
 */
export function createGradientPass(
  machine: Machine,
  transformer: Transformer,
): (sequence: Sequence, loss: Loss, gradients: number | undefined) => SequenceResult {
  const { kernels, own, plan, integers, floats } = machine;
  const { vocabularySize } = machine.model;

  /** Fills the slope of every row from `from` on; returns the summed loss. */
  const applyLoss = (sequence: Sequence, loss: Loss, from: number, rows: number): number => {
    let sum = 0;
    floats.fill(0, own.weights / 4, own.weights / 4 + rows);
    for (let i = sequence.first; i < sequence.tokens.length; i++) {
      const token = tokenLoss(loss, sequence, i, floats[own.logprobs / 4 + i - from]!);
      sum += token.loss;
      floats[own.weights / 4 + i - from] = -token.slope;
    }
    return sum;
  };

  return (sequence, loss, gradients) => {
    const { tokens, targets, first } = sequence;
    const logprobs = new Float32Array(tokens.length);
    if (first >= tokens.length) return { lossSum: 0, logprobs };
    const from = first - (first % 8);
    const rows = roundUp(tokens.length, 8) - from;
    transformer.forward(tokens, 0, from);
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
    const start = own.logprobs / 4;
    logprobs.set(floats.subarray(start + first - from, start + tokens.length - from), first);
    if (gradients === undefined) return { lossSum: 0, logprobs };
    const lossSum = applyLoss(sequence, loss, from, rows);
    if (Number.isFinite(lossSum)) {
      kernels.targetGradient(own.logits, own.targets, own.weights, own.sums, rows, plan.columns);
      transformer.backward(tokens.length, from, gradients);
    }
    return { lossSum, logprobs };
  };
}
