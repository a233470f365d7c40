/**
 * Checks that records form a complete log.
 *
 * @module
 */
import type { EntryId } from './entry.ts';
import type { LogRecord } from './log.ts';

/**
 * What is wrong with records that should be a whole log, in one line; `undefined` when nothing is.
 * A whole log counts its generations from 1 without gaps, every entry's records link to each other, and what
 * was purged ends with a delete.
 */
export function checkLog(records: readonly LogRecord[]): string | undefined {
  const newest = new Map<EntryId, LogRecord>();
  for (const [position, record] of records.entries()) {
    const fault = findFault(record, position + 1, newest.get(record.id));
    if (fault !== undefined) return `record ${position + 1} (${record.id}): ${fault}`;
    newest.set(record.id, record);
  }
  const bare = [...newest.values()].find((record) => record.kind !== 'delete' && record.text === null);
  return bare && `record ${bare.generation} (${bare.id}): its text was purged, and no delete follows`;
}

function findFault(record: LogRecord, generation: number, last: LogRecord | undefined): string | undefined {
  if (record.generation !== generation)
    return `generation ${record.generation} stands where ${generation} should`;
  const version = (last?.version ?? 0) + 1;
  if (record.version !== version) return `version ${record.version} stands where ${version} should`;
  const previous = last?.generation ?? null;
  if (record.previous !== previous) return `it follows ${record.previous} and should follow ${previous}`;
  const live = last !== undefined && last.kind !== 'delete';
  if (record.kind === 'create' && live) return 'it creates an entry that exists';
  if (record.kind !== 'create' && !live) return `it is the ${record.kind} of an entry that does not exist`;
  if (record.kind === 'delete' && record.text !== null) return 'a delete carries a text';
  return undefined;
}
