/**
 * Measures the quality of a memory from its trajectory.
 *
 * @module
 */
import { type EntryId, readSources } from '../memory/entry.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { type AnswerFate, answerFate } from './answer-fate.ts';
import { type Contradiction, findContradictions } from './contradictions.ts';
import { findDuplicates } from './duplicates.ts';
import { entriesOverTime, memoryAtEnd, memoryHistory } from './memory-history.ts';
import { neverRead } from './never-read.ts';
import { documentsInOrder, type Retention, retention } from './retention.ts';

/** The quality of a memory, independent of the answers. */
export interface MemoryHealth {
  readonly retention: Retention;
  /** The fate of each question. */
  readonly fates: readonly AnswerFate[];
  /** Groups of near-equal entries at the end. */
  readonly duplicates: readonly (readonly EntryId[])[];
  /** Sentences at the end that disagree. */
  readonly contradictions: readonly Contradiction[];
  /** Entries that the episode created or encountered. */
  readonly made: number;
  /** Of those, entries that no view showed and no Read found. */
  readonly neverRead: readonly EntryId[];
  readonly documentsRead: number;
  /** Documents read that are sources of memory at the end. */
  readonly documentsCovered: number;
  /** Stored entries after each step. */
  readonly entriesOverTime: readonly number[];
}

/**
 * Measures a memory from a trajectory alone, without a model or a store.
 *
 * @example memoryHealth(await readTrajectory('results/trajectories/rag/hotpotqa-200/5a7.jsonl')).duplicates
 */
export function memoryHealth(trajectory: Trajectory): MemoryHealth {
  const history = memoryHistory(trajectory);
  const { scratchpad, entries } = memoryAtEnd(history, trajectory);
  const read = documentsInOrder(trajectory);
  const sources = new Set([...(scratchpad ? [scratchpad] : []), ...entries].flatMap(readSources));
  return {
    retention: retention(history, trajectory),
    fates: trajectory.header.task.questions.map((_, index) => answerFate(history, trajectory, index)),
    duplicates: findDuplicates(entries),
    contradictions: findContradictions(entries),
    made: [...history.keys()].filter((id) => id !== 'scratchpad').length,
    neverRead: neverRead(history, trajectory),
    documentsRead: read.size,
    documentsCovered: [...read.keys()].filter((document) => sources.has(document)).length,
    entriesOverTime: entriesOverTime(history, trajectory),
  };
}
