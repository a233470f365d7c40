/**
 * Builds the body of an optimizer step.
 *
 * @module
 */
import type { AdamParams } from '../engine.ts';

/** Builds the body of an optimizer step. Every parameter is explicit, because server defaults differ. */
export function stepBody(model_id: string, seq_id: number, params: Required<AdamParams>): object {
  const adam_params = {
    learning_rate: params.learningRate,
    beta1: params.beta1,
    beta2: params.beta2,
    eps: params.epsilon,
    weight_decay: params.weightDecay,
    grad_clip_norm: params.gradientClip,
  };
  return { model_id, seq_id, adam_params, type: 'optim_step' };
}
