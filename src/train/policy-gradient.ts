/**
 * Training data and loss of policy gradients.
 *
 * @module
 */

import type { Datum, Engine, Loss } from '../engine/engine.ts';
import type { ReplyTokens } from '../policy/policy.ts';
import { AtomMemError } from '../shared/error.ts';
import { computeAdvantages, hasVariance, tokenFactors } from './advantage.ts';
import { broadcast } from './broadcast.ts';
import type { CreditEstimator } from './credit.ts';
import { reinforcedDatum } from './datum.ts';
import type { GrpoSettings } from './grpo-settings.ts';
import type { RolloutGroup } from './rollout-group.ts';

/** A step that the model wrote, with its credit. */
interface CreditedStep {
  readonly tokens: ReplyTokens;
  readonly credit: number;
}

/**
 * Turns groups into training data. Every reply token of a step has the credit of that step times the factor
 * of the normalisation.
 *
 * @param reference the reference policy. Used only if `klWeight` is above 0.
 */
export async function policyGradientData(
  groups: readonly RolloutGroup[],
  settings: GrpoSettings,
  reference?: Pick<Engine, 'logprobs'>,
  credit: CreditEstimator = broadcast(),
): Promise<readonly Datum[]> {
  const batch = groups.flatMap((group) => creditSteps(group, settings, credit));
  const factors = tokenFactors(
    batch.map((steps) => steps.reduce((sum, { tokens }) => sum + tokens.reply.length, 0)),
    settings.normalisation,
    settings.constantTokens,
  );
  const rows = batch.flatMap((steps, rollout) =>
    steps.map(({ tokens: step, credit: advantage }) => ({ step, advantage, factor: factors[rollout]! })),
  );
  if (settings.klWeight === 0) {
    return rows
      .filter(({ advantage }) => advantage !== 0)
      .map(({ step, advantage, factor }) =>
        reinforcedDatum(
          step,
          step.reply.map(() => advantage * factor),
        ),
      );
  }
  if (reference === undefined) {
    throw new AtomMemError('bad-option', {
      problem: `klWeight is ${settings.klWeight}, and there is no reference policy`,
      remedy: 'Pass `reference`, or set klWeight to 0',
      details: { option: 'reference' },
    });
  }
  const anchors = await reference.logprobs(rows.map(({ step }) => step));
  return rows.map(({ step, advantage, factor }, row) => {
    const pull = step.logprobs.map((logprob, place) => klGradient(anchors[row]![place]! - logprob));
    return reinforcedDatum(
      step,
      pull.map((each) => factor * (advantage - settings.klWeight * each)),
    );
  });
}

/** Returns the model's steps in every rollout of a group, with their credit. */
function creditSteps(
  { trajectories, rewards }: RolloutGroup,
  { advantageScale }: GrpoSettings,
  credit: CreditEstimator,
): readonly (readonly CreditedStep[])[] {
  // The mean of equal numbers can differ from them in its last bit. That difference is not an advantage.
  const advantages = hasVariance(rewards) ? computeAdvantages(rewards, advantageScale) : rewards.map(() => 0);
  const credits = credit.assign({ trajectories, rewards, advantages });
  return trajectories.map(({ steps }, rollout) =>
    steps.flatMap(({ tokens }, step) =>
      tokens === undefined ? [] : [{ tokens, credit: credits[rollout]![step]! }],
    ),
  );
}

/**
 * Derivative of `k3 = exp(d) − d − 1` with respect to the policy's log-probability, where `d = reference −
 * policy`. 0 if k3 exceeds 10.
 */
export function klGradient(difference: number): number {
  const k3 = Math.exp(difference) - difference - 1;
  return k3 > 10 ? 0 : 1 - Math.exp(difference);
}

/**
 * Chooses the loss. On-policy, all ratios are 1 and clipping has no effect. With several steps per batch or
 * stale rollouts, clipping limits the change.
 */
export function policyLoss({
  epochs,
  minibatches,
  staleness = 0,
  clip,
}: Pick<GrpoSettings, 'epochs' | 'minibatches' | 'staleness' | 'clip'>): Loss {
  if (epochs * minibatches === 1 && staleness === 0) return { name: 'importance_sampling' };
  return { name: 'ppo', clipLow: 1 - clip.low, clipHigh: 1 + clip.high };
}

/**
 * Splits data into at most `most` parts. Each part's gradient is scaled to estimate the whole. No part is
 * empty, because a step without a gradient would still move the weights.
 */
export function splitIntoParts(data: readonly Datum[], most: number): readonly (readonly Datum[])[] {
  const parts = Math.min(most, data.length);
  if (parts === 1) return [data];
  return Array.from({ length: parts }, (_, part) =>
    data
      .filter((_, place) => place % parts === part)
      .map(({ modelInput, lossInputs }) => ({
        modelInput,
        lossInputs: { ...lossInputs, advantages: lossInputs.advantages!.map((each) => each * parts) },
      })),
  );
}
