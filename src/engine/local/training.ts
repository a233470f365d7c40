/**
 * Training calls of a local engine.
 *
 * @module
 */
import { checkAdamParams, checkDatum, checkLoss } from '../check-input.ts';
import type { AdamParams, Datum, ForwardBackwardResult, Loss, OptimStepResult } from '../engine.ts';
import { type EngineState, notFinite, packWeights } from './engine-state.ts';
import type { AdamStep } from './job.ts';

/** Adds the gradient of a loss to the accumulated gradient. */
export async function forwardBackward(
  state: EngineState,
  data: readonly Datum[],
  loss: Loss,
): Promise<ForwardBackwardResult> {
  checkLoss(loss);
  const sequences = data.map((datum, index) => checkDatum(datum, loss, state.model, index));
  await packWeights(state);
  const results = await state.scheduler.passes(sequences, loss, true);
  const bad = results.findIndex(({ lossSum }) => !Number.isFinite(lossSum));
  if (bad >= 0) {
    state.parameters.clear('gradients');
    throw notFinite(`The loss of datum ${bad}`, 'training', bad);
  }
  return {
    lossSum: results.reduce((sum, { lossSum }) => sum + lossSum, 0),
    outputs: results.map(({ lossSum, logprobs }) => ({ lossSum, logprobs: Array.from(logprobs) })),
  };
}

/** Updates the weights along the accumulated gradient, if it is finite. */
export async function optimStep(state: EngineState, params: AdamParams): Promise<OptimStepResult> {
  const checked = checkAdamParams(params);
  const gradientNorm = await state.scheduler.reduce();
  if (!Number.isFinite(gradientNorm)) {
    state.parameters.clear('gradients');
    throw notFinite('The gradient', 'training');
  }
  state.updates++;
  state.packed = false;
  await state.scheduler.step(adamStep(checked, state.updates, gradientNorm));
  return { gradientNorm };
}

function adamStep(params: Required<AdamParams>, updates: number, gradientNorm: number): AdamStep {
  const { gradientClip, beta1, beta2, ...rest } = params;
  return {
    ...rest,
    beta1,
    beta2,
    gradientScale: gradientClip > 0 && gradientNorm > gradientClip ? gradientClip / gradientNorm : 1,
    correction1: 1 / (1 - power(beta1, updates)),
    correction2: 1 / (1 - power(beta2, updates)),
  };
}

/** Computes a power by products in a fixed order. The last bits of `**` depend on the runtime. */
function power(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  const half = power(base, Math.floor(exponent / 2));
  return exponent % 2 === 0 ? half * half : half * half * base;
}
