import type { Datum, Engine, Loss } from '../engine/engine.ts';
import type { ReplyTokens } from '../policy/policy.ts';
import { advantagesOf, hasVariance, tokenFactors } from './advantage.ts';
import { reinforcedDatum, tokenSteps } from './datum.ts';
import type { GrpoSettings } from './grpo-settings.ts';
import type { RolloutGroup } from './rollout-group.ts';

/** One trajectory of a batch, with what the group says about it. */
interface Reinforced {
  readonly steps: readonly ReplyTokens[];
  readonly advantage: number;
  readonly tokens: number;
}

/**
 * Turns groups into training data: the advantage of a rollout stands on every reply token of every step of
 * it, memory operations and answers alike (paper, section 3.3), times what the normalisation says.
 *
 * @param reference the policy that training is to stay near; asked only where `klWeight` is above 0.
 */
export async function policyGradientData(
  groups: readonly RolloutGroup[],
  settings: GrpoSettings,
  reference?: Pick<Engine, 'logprobs'>,
): Promise<readonly Datum[]> {
  const batch = groups.flatMap(({ trajectories, rewards }) => {
    // The mean of equal numbers is not always one of them: what is left over is no advantage.
    const advantages = hasVariance(rewards)
      ? advantagesOf(rewards, settings.advantageScale)
      : rewards.map(() => 0);
    return trajectories.map((trajectory, member): Reinforced => {
      const steps = tokenSteps(trajectory);
      const tokens = steps.reduce((sum, { reply }) => sum + reply.length, 0);
      return { steps, advantage: advantages[member]!, tokens };
    });
  });
  const factors = tokenFactors(
    batch.map(({ tokens }) => tokens),
    settings.normalisation,
    settings.constantTokens,
  );
  const rows = batch.flatMap(({ steps, advantage }, member) =>
    steps.map((step) => ({ step, advantage, factor: factors[member]! })),
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
  if (reference === undefined) throw new Error('klWeight is above 0: give a reference policy');
  const anchors = await reference.logprobs(rows.map(({ step }) => step));
  return rows.map(({ step, advantage, factor }, row) => {
    const pull = step.logprobs.map((logprob, place) => klGradient(anchors[row]![place]! - logprob));
    return reinforcedDatum(
      step,
      pull.map((each) => factor * (advantage - settings.klWeight * each)),
    );
  });
}

/** Derivative by the policy's log-probability of `k3 = exp(d) − d − 1`, `d = reference − policy`; 0 above 10. */
export function klGradient(difference: number): number {
  const k3 = Math.exp(difference) - difference - 1;
  return k3 > 10 ? 0 : 1 - Math.exp(difference);
}

/**
 * On-policy, every ratio is 1 and clipping does nothing; with several steps a batch, or rollouts of older
 * weights, it holds them near.
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
 * Data dealt into parts; each part's gradient is scaled to be an estimate of the whole. Where there are fewer
 * data than parts, each is a part of its own: a step without a gradient would still move the weights.
 */
export function partsOf(data: readonly Datum[], most: number): readonly (readonly Datum[])[] {
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
