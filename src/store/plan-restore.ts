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
import { freezeJson } from '../shared/freeze-json.ts';
import { malformedLog } from './store-errors.ts';

/**
 * Returns what a restore appends: the records, and with the newest record of an entry its vector. Vectors of
 * deleted entries and of the scratchpad are left out.
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
    const kept = Object.freeze({ ...record, meta: record.meta && freezeJson(record.meta) });
    return { record: kept, vector: (searched && set?.vectors.get(id)) || 'none' };
  });
}
