import type { AdamParams, Engine, LossName } from './engine.ts';
import { EngineError } from './engine-error.ts';

/** What a run is going to ask of an engine. */
export interface EngineNeeds {
  readonly losses?: readonly LossName[];
  /** Parameters of `optimStep` that must have an effect. */
  readonly adamParams?: readonly (keyof AdamParams)[];
  /** Most tokens of a model input. */
  readonly context?: number;
  readonly topP?: boolean;
  /** Sampling while it trains. */
  readonly overlaps?: boolean;
}

/**
 * Refuses a run that an engine could not carry out, before it starts.
 *
 * @example
 * requireCapabilities(engine, { losses: ['ppo'], adamParams: ['learningRate', 'gradientClip'] });
 *
 * @throws EngineError `unsupported`, with all that is missing
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
  throw new EngineError('unsupported', `Engine ${name} does not have ${missing.join(', ')}; ${remedy}.`);
}
