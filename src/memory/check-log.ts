/**
 * Checks that records form a complete log.
 *
 * @module
 */
import type { EntryId } from './entry.ts';
import type { LogRecord } from './log.ts';

/**
 * Returns what is wrong with records that should be a complete log; `undefined` if nothing is. In a complete
 * log, generations count from 1 without gaps, the records of an entry are linked, and a purged entry ends with
 * a delete.
 */
export function checkLog(records: readonly LogRecord[]): string | undefined {
  const newest = new Map<EntryId, LogRecord>();
  for (const [position, record] of records.entries()) {
    const fault = findFault(record, position + 1, newest.get(record.id));
    if (fault !== undefined) return `record ${position + 1} (${record.id}): ${fault}`;
    newest.set(record.id, record);
  }
  const bare = [...newest.values()].find((record) => record.kind !== 'delete' && record.text === null);
  return bare && `record ${bare.generation} (${bare.id}): its text was purged, but it was not deleted`;
}

function findFault(record: LogRecord, generation: number, last: LogRecord | undefined): string | undefined {
  if (record.generation !== generation) return `generation ${record.generation} instead of ${generation}`;
  const version = (last?.version ?? 0) + 1;
  if (record.version !== version) return `version ${record.version} instead of ${version}`;
  const previous = last?.generation ?? null;
  if (record.previous !== previous) return `it follows ${record.previous} instead of ${previous}`;
  const live = last !== undefined && last.kind !== 'delete';
  if (record.kind === 'create' && live) return 'it creates an entry that exists';
  if (record.kind !== 'create' && !live) return `it is the ${record.kind} of an entry that does not exist`;
  if (record.kind === 'delete' && record.text !== null) return 'a delete carries a text';
  return undefined;
}
