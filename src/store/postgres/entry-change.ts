/**
 * The change that a commit makes to one entry.
 *
 * @module
 */
import type { LogRecord } from '../../memory/log.ts';
import type { PlannedRecord } from '../../memory/plan-commit.ts';

/** What a commit comes to for one entry. */
export interface EntryChange {
  readonly last: LogRecord;
  /** Generation of its last create in this commit; `null` when there is none. */
  readonly born: number | null;
  readonly vector: PlannedRecord['vector'];
}

/** Where an entry is, and how many of its words are indexed. */
export interface KeyRow {
  readonly entry_key: number;
  readonly id: string;
  readonly words: number;
}
