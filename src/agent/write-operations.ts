/**
 * Decides which operations of a reply are admitted, and applies those.
 *
 * @module
 */
import { type Ablation, admitUnablated } from '../memory/ablate.ts';
import { mergeEffects } from '../memory/admission.ts';
import type { Memory } from '../memory/memory.ts';
import type { Effect, Operation } from '../memory/operation.ts';
import type { Failure } from '../policy/policy.ts';
import type { Environment } from '../task/task.ts';
import { createFailure } from './create-failure.ts';

export interface WriteOptions {
  readonly memory: Memory;
  readonly environment: Environment;
  readonly ablations: readonly Ablation[];
  readonly actor: string;
}

/**
 * Applies what the ablations and then the task admit. Effects are in the order of the reply.
 *
 * @param operations no object may occur twice (see `separateOperations`).
 */
export async function writeOperations(
  operations: readonly Operation[],
  { memory, environment, ablations, actor }: WriteOptions,
): Promise<{ readonly effects: readonly Effect[]; readonly failure?: Failure }> {
  const possible = admitUnablated(operations, ablations);
  const allowed = environment.admit(possible.admitted);
  try {
    const applied = await memory.apply(allowed.admitted, { actor });
    return { effects: mergeEffects(operations, [...possible.refused, ...allowed.refused], applied) };
  } catch (cause) {
    return { effects: [], failure: createFailure('store', cause) };
  }
}
