/**
 * The state of a local engine.
 *
 * @module
 */

import type { AtomMemError } from '../../shared/error.ts';
import type { Vocabulary } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import type { ModelConfig } from './model-config.ts';
import type { Parameters } from './parameters.ts';
import type { Scheduler } from './scheduler.ts';

/** State shared by the calls of a local engine. Calls never overlap. */
export interface EngineState {
  readonly model: ModelConfig;
  readonly vocabulary: Vocabulary;
  readonly parameters: Parameters;
  readonly scheduler: Scheduler;
  /**
   * Returns the error of a dead worker. The worker may have died during an update, so the weights are
   * unreliable.
   */
  readonly failure: () => AtomMemError | undefined;
  /** Number of updates so far, which the optimizer needs for bias correction. */
  updates: number;
  /** Whether the packed weights match `parameters`. */
  packed: boolean;
}

/** Packs the weights if they have changed. Every computation calls it first. */
export async function packWeights(state: EngineState): Promise<void> {
  if (!state.packed) await state.scheduler.pack();
  state.packed = true;
}

/** The remedy for a number that is not finite. */
const REMEDIES = {
  training:
    'weights are unchanged and the gradient was dropped: lower the learning rate or clip the gradient',
  asking: 'these weights are unusable: load an earlier checkpoint',
};

/** Returns the error for a number that is not finite. */
export function notFinite(what: string, purpose: keyof typeof REMEDIES, datum?: number): AtomMemError {
  const blame = datum === undefined ? {} : { datum };
  return engineError('not-finite', `${what} is not a finite number`, REMEDIES[purpose], blame);
}
