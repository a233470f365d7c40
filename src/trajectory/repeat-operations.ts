/**
 * Applies recorded operations again, with the task's refusals as they are on record.
 *
 * @module
 */
import { admitEach, mergeEffects, separateOperations } from '../memory/admission.ts';
import type { Memory } from '../memory/memory.ts';
import type { Effect, Operation, Refusal } from '../memory/operation.ts';

/**
 * The memory decides again which operations it refuses. Refusals by the task's rules come from the record,
 * because a replay has no task.
 *
 * @param refusals one for each operation; `null` or `undefined` if it was applied.
 */
export async function repeatOperations(
  memory: Memory,
  operations: readonly Operation[],
  refusals: readonly (Refusal | null | undefined)[],
  actor: string,
): Promise<readonly Effect[]> {
  const separate = separateOperations(operations);
  let position = 0;
  const { admitted, refused } = admitEach(separate, () => {
    const refusal = refusals[position++];
    return refusal === 'query-limit' || refusal === 'task-rule' ? refusal : undefined;
  });
  return mergeEffects(separate, refused, await memory.apply(admitted, { actor }));
}
