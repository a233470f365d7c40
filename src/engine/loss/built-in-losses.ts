/**
 * The built-in policy losses as expressions, for tests that compare both.
 *
 * @module
 */
import type { CustomLoss } from './custom-loss.ts';
import { defineLoss } from './define-loss.ts';

/** Returns PPO as a custom loss. */
export function writePpo(low: number, high: number): CustomLoss {
  return defineLoss('own ppo', ({ logprobs, oldLogprobs, advantages }) => {
    const ratio = logprobs.minus(oldLogprobs).exp();
    return ratio.times(advantages).minimum(ratio.clamp(low, high).times(advantages)).negate();
  });
}

/** Returns CISPO as a custom loss. */
export function writeCispo(low: number, high: number): CustomLoss {
  return defineLoss('own cispo', ({ logprobs, oldLogprobs, advantages }) => {
    const clipped = logprobs.minus(oldLogprobs).exp().clamp(low, high).detach();
    return clipped.times(logprobs).times(advantages).negate();
  });
}

/** Returns GSPO-token as a custom loss. */
export function writeGspo(low: number, high: number): CustomLoss {
  return defineLoss('own gspo', ({ logprobs, oldLogprobs, advantages }) => {
    const sequence = logprobs.minus(oldLogprobs).mean().detach();
    const ratio = logprobs.minus(logprobs.detach()).plus(sequence).exp();
    return ratio.times(advantages).minimum(ratio.clamp(low, high).times(advantages)).negate();
  });
}
