/**
 * Checks that an engine supports a run.
 *
 * @module
 */

import type { AdamParams, Engine, LossName } from './engine.ts';
import { engineError } from './engine-error.ts';

/** The requirements of a run. */
export interface EngineNeeds {
  readonly losses?: readonly LossName[];
  /** Parameters of `optimStep` that must have an effect. */
  readonly adamParams?: readonly (keyof AdamParams)[];
  /** Maximum number of tokens of a model input. */
  readonly context?: number;
  readonly topP?: boolean;
  /** Whether the run samples during training. */
  readonly overlaps?: boolean;
}

/**
 * Checks that the engine can carry out a run, before the run starts.
 *
 * @example
 * requireCapabilities(engine, { losses: ['ppo'], adamParams: ['learningRate', 'gradientClip'] });
 *
 * @throws AtomMemError `unsupported` with everything that is missing
 */
export function requireCapabilities(
  { name, capabilities }: Pick<Engine, 'name' | 'capabilities'>,
  { losses = [], adamParams = [], context = 0, topP = false, overlaps = false }: EngineNeeds,
): void {
  const missing = [
    ...losses.filter((loss) => !capabilities.losses.includes(loss)).map((loss) => `the loss ${loss}`),
    ...adamParams.filter((param) => !capabilities.honouredAdamParams.includes(param)),
    ...(context > capabilities.context ? [`a context of ${context} (it has ${capabilities.context})`] : []),
    ...(topP && !capabilities.topP ? ['top-p'] : []),
    ...(overlaps && capabilities.overlaps !== true ? ['sampling while it trains'] : []),
  ];
  if (missing.length === 0) return;
  const remedy = 'change the settings, or use another engine';
  throw engineError('unsupported', `Engine ${name} does not have ${missing.join(', ')}`, remedy);
}
