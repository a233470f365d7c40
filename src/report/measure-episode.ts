/**
 * Summarises an episode for a report.
 *
 * @module
 */
import { countOperations } from '../eval/episode-score.ts';
import type { OperationName } from '../memory/operation.ts';
import type { AnswerFate } from '../score/answer-fate.ts';
import { type MemoryHealth, memoryHealth } from '../score/memory-health.ts';
import type { Retention } from '../score/retention.ts';
import type { StepRecord, Trajectory } from '../trajectory/trajectory.ts';

/**
 * The figures of an episode that a report needs in addition to its score: plain JSON, small enough to keep for every
 * episode.
 */
export type EpisodeMeasure = {
  readonly retention: Retention;
  readonly fates: readonly AnswerFate[];
  /** Entries at the end that nearly equal an older one. */
  readonly duplicates: number;
  /** Pairs of sentences at the end that disagree. */
  readonly contradictions: number;
  /** Entries that the episode created or encountered. */
  readonly made: number;
  /** Of those, entries that no view showed and no Read found. */
  readonly neverRead: number;
  readonly documentsRead: number;
  /** Documents read that are sources of memory at the end. */
  readonly documentsCovered: number;
  /** One summary per chunk. */
  readonly chunks: readonly ChunkMeasure[];
};

export type ChunkMeasure = {
  readonly operations: { readonly [name in OperationName | 'refused']: number };
  /** Stored entries after the chunk. */
  readonly entries: number;
};

/**
 * Summarises a trajectory for a report, so that the trajectory can be discarded.
 *
 * @example await runSuite({ ...options, parts: { ...parts, measure: measureEpisode } });
 */
export function measureEpisode(trajectory: Trajectory): EpisodeMeasure {
  return measureHealth(memoryHealth(trajectory), trajectory.steps);
}

function measureHealth(health: MemoryHealth, steps: readonly StepRecord[]): EpisodeMeasure {
  const { retention, fates, made, documentsRead, documentsCovered } = health;
  return {
    retention,
    fates,
    duplicates: health.duplicates.reduce((sum, group) => sum + group.length - 1, 0),
    contradictions: health.contradictions.length,
    made,
    neverRead: health.neverRead.length,
    documentsRead,
    documentsCovered,
    chunks: measureChunks(steps, health.entriesOverTime),
  };
}

function measureChunks(steps: readonly StepRecord[], entries: readonly number[]): readonly ChunkMeasure[] {
  const byChunk = Map.groupBy(steps, ({ chunk }) => chunk?.index);
  byChunk.delete(undefined);
  return [...byChunk.values()].map((same) => ({
    operations: countOperations(same),
    entries: entries[same.at(-1)!.step] ?? 0,
  }));
}
