/**
 * Filters the operations of a reply and applies the admitted ones.
 *
 * @module
 */
import { type Ablation, admitUnablated } from '../memory/ablate.ts';
import { mergeEffects, separateOperations } from '../memory/admission.ts';
import { checkOperation } from '../memory/check-operation.ts';
import type { Memory } from '../memory/memory.ts';
import type { Effect, Operation, RefusedEffect } from '../memory/operation.ts';
import type { View } from '../memory/view.ts';
import { createFailure } from '../policy/create-failure.ts';
import type { Failure } from '../policy/policy.ts';
import type { Environment } from '../task/task.ts';
import type { SourceAttributor } from './attribute-sources.ts';

export interface WriteOptions {
  readonly memory: Memory;
  readonly environment: Environment;
  readonly attributor: SourceAttributor;
  readonly ablations: readonly Ablation[];
  /** The view shown to the policy. */
  readonly view: View;
  readonly actor: string;
}

export interface Written {
  /** The reply's operations as plain data, with sources. */
  readonly operations: readonly Operation[];
  /** Effects in the order of the reply. Empty if the store failed. */
  readonly effects: readonly Effect[];
  readonly failure?: Failure;
}

/**
 * Applies the well-formed operations that the ablations and the task admit. Never throws because of a policy's output.
 */
export async function writeOperations(given: readonly Operation[], options: WriteOptions): Promise<Written> {
  const { memory, environment, attributor, ablations, view, actor } = options;
  const plain = separateOperations(Array.from(given, toPlainOperation));
  const malformed = plain.flatMap(refuseMalformed);
  const wrong = new Set(malformed.map(({ operation }) => operation));
  const operations = plain.map((each) => (wrong.has(each) ? each : attributor.attribute(each, view)));
  const wellFormed = operations.filter((each) => !wrong.has(each));
  const possible = admitUnablated(wellFormed, ablations);
  const allowed = environment.admit(possible.admitted);
  try {
    const applied = await memory.apply(allowed.admitted, { actor });
    const refused = [...malformed, ...possible.refused, ...allowed.refused];
    const effects = mergeEffects(operations, refused, applied);
    attributor.note(effects);
    return { operations, effects };
  } catch (cause) {
    return { operations, effects: [], failure: createFailure('store', cause) };
  }
}

/** Converts a policy's output to JSON, because trajectories are JSON. Drops values that JSON cannot hold. */
function toPlainOperation(given: Operation): Operation {
  const checked = checkOperation(given);
  if (checked.ok) return checked.operation;
  try {
    return JSON.parse(JSON.stringify(given) ?? 'null') as Operation;
  } catch {
    return null as unknown as Operation;
  }
}

function refuseMalformed(operation: Operation): readonly RefusedEffect[] {
  const checked = checkOperation(operation);
  if (checked.ok) return [];
  return [{ operation, applied: false, reason: 'malformed-operation', message: checked.message }];
}
