/**
 * Decides what a restore appends.
 *
 * @module
 */
import { checkLog } from '../memory/check-log.ts';
import { type EntryId, SCRATCHPAD } from '../memory/entry.ts';
import type { LogRecord } from '../memory/log.ts';
import type { PlannedRecord } from '../memory/plan-commit.ts';
import { checkVector, type VectorSet } from '../memory/vector-set.ts';
import { malformedLog } from './store-errors.ts';

/**
 * What a restore appends: the records as they are, and the vector of an entry beside the record that it is
 * of, its newest. Vectors of what is not live, or never searched, are left out.
 *
 * @throws AtomMemError `malformed-import`, `bad-vector`
 */
export function planRestore(
  records: readonly LogRecord[],
  set: VectorSet | undefined,
): readonly PlannedRecord[] {
  const fault = checkLog(records);
  if (fault !== undefined) throw malformedLog(fault);
  for (const vector of set?.vectors.values() ?? []) checkVector(vector, set!.dimensions);
  const newest = new Map<EntryId, number>(records.map((record) => [record.id, record.generation]));
  return records.map((record) => {
    const { id, generation, text } = record;
    const searched = id !== SCRATCHPAD && text !== null && newest.get(id) === generation;
    return { record, vector: (searched && set?.vectors.get(id)) || 'none' };
  });
}
