/**
 * Takes the optimizer steps of GRPO.
 *
 * @module
 */
import type { Engine, Loss } from '../engine/engine.ts';
import { average } from './advantage.ts';
import type { CreditEstimator } from './credit.ts';
import type { GrpoSettings } from './grpo-settings.ts';
import { policyGradientData, policyLoss, splitIntoParts } from './policy-gradient.ts';
import type { CollectedGroups, RolloutGroup } from './rollout-group.ts';
import { learningRateAt } from './schedule.ts';

export interface PolicyUpdateOptions {
  readonly engine: Pick<Engine, 'forwardBackward' | 'optimStep'>;
  readonly settings: GrpoSettings;
  /** The reference policy, if `klWeight` is above 0. */
  readonly reference?: Pick<Engine, 'logprobs'>;
  /** Default: `broadcast()`. */
  readonly credit?: CreditEstimator;
  /** Default: `policyLoss(settings)`. */
  readonly loss?: Loss;
}

/**
 * Takes the optimizer steps of one batch of rollouts.
 *
 * @param update 1-based
 * @returns the number of steps and the mean of their gradient norms before clipping, or zeros if the batch
 * has no data
 */
export async function updatePolicy(
  batch: Pick<CollectedGroups, 'live' | 'flat'>,
  update: number,
  { engine, settings, reference, credit, loss = policyLoss(settings) }: PolicyUpdateOptions,
): Promise<{ readonly steps: number; readonly gradientNorm: number }> {
  const data = await policyGradientData(learntFrom(batch, settings), settings, reference, credit);
  const learningRate = learningRateAt(settings.learningRate, settings.schedule, update, settings.updates);
  const { gradientClip, adam } = settings;
  const norms: number[] = [];
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    for (const part of splitIntoParts(data, settings.minibatches)) {
      // Both calls are made at once, so that a server need not wait for the client in between.
      const [, { gradientNorm }] = await Promise.all([
        engine.forwardBackward(part, loss),
        engine.optimStep({ learningRate, gradientClip, ...adam }),
      ]);
      norms.push(gradientNorm);
    }
  }
  return { steps: norms.length, gradientNorm: average(norms) };
}

/**
 * Selects the groups to train on. Flat groups, if kept, have no advantage but count in means and in the
 * divergence from the reference.
 */
export function learntFrom(
  { live, flat }: Pick<CollectedGroups, 'live' | 'flat'>,
  { flatGroups }: Pick<GrpoSettings, 'flatGroups'>,
): readonly RolloutGroup[] {
  return flatGroups === 'keep' ? [...live, ...flat] : live;
}
