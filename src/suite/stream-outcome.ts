/**
 * The outcome of one memory system on one stream.
 *
 * @module
 */
import type { ShownMeasures } from '../score/measure-shown.ts';

/** What one system showed for one question. */
export interface QuestionOutcome extends ShownMeasures {
  readonly id: string;
  readonly ability: string;
  readonly forgottenGone?: number;
  /** Characters shown. */
  readonly characters: number;
}

/** Size of memory after a number of turns. */
export interface MemorySize {
  readonly turn: number;
  readonly entries: number;
  readonly characters: number;
}

export interface WritePathCost {
  readonly turns: number;
  /** Characters of all turns. */
  readonly characters: number;
  readonly milliseconds: number;
  readonly modelCalls: number;
  readonly tokens: number;
}

/** The outcome of one system on one stream. */
export interface StreamOutcome {
  readonly stream: string;
  readonly dataset: string;
  readonly questions: readonly QuestionOutcome[];
  /** Up to ten measurements. The last one is at the end. */
  readonly size: readonly MemorySize[];
  /** Share of entries whose words are not in their sources. Absent if memory is empty. */
  readonly neverSaid?: number;
  readonly write: WritePathCost;
  /** Largest size of the process in bytes, if measured. */
  readonly peakBytes?: number;
  readonly showMilliseconds: number;
  /** Up to three dates of sessions that `readDate` cannot read. Absent if it reads all. */
  readonly unreadDates?: readonly string[];
}
