import type { Vocabulary } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import type { ModelConfig } from './model-config.ts';
import type { Parameters } from './parameters.ts';
import type { Scheduler } from './scheduler.ts';

/** What the calls of a local engine share. Calls never overlap. */
export interface EngineState {
  readonly model: ModelConfig;
  readonly vocabulary: Vocabulary;
  readonly parameters: Parameters;
  readonly scheduler: Scheduler;
  /** Set once a worker has died, perhaps within an update: the weights are not to be trusted then. */
  readonly failure: () => EngineError | undefined;
  /** Updates made so far: the optimizer corrects its averages by it. */
  updates: number;
  /** Whether the packed weights are those of `parameters`. */
  packed: boolean;
}

/** Before anything is computed: packs the weights anew if they have changed. */
export async function packWeights(state: EngineState): Promise<void> {
  if (!state.packed) await state.scheduler.pack();
  state.packed = true;
}

/** What to do about a number that is none, by what it was asked for. */
const REMEDIES = {
  training: 'weights are unchanged, the gradient is dropped: lower the learning rate or clip the gradient',
  asking: 'these weights no longer give numbers: load a checkpoint that does',
};

/** The error for a number that nothing can go on with. */
export function notFinite(what: string, purpose: keyof typeof REMEDIES, datum?: number): EngineError {
  const blame = datum === undefined ? {} : { datum };
  return new EngineError('not-finite', `${what} is not a finite number; ${REMEDIES[purpose]}.`, blame);
}
