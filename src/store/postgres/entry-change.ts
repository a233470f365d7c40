/**
 * Changes of entries and the keys of their rows.
 * @module
 */
import type { LogRecord } from '../../memory/log.ts';
import type { PlannedRecord } from '../../memory/plan-commit.ts';

/** The change that a commit makes to one entry. */
export interface EntryChange {
  readonly last: LogRecord;
  /** Generation of its last create in this commit; `null` if there is none. */
  readonly born: number | null;
  readonly vector: PlannedRecord['vector'];
}

/** The key of an entry's row, and its number of indexed words. */
export interface KeyRow {
  readonly entry_key: number;
  readonly id: string;
  readonly words: number;
}
