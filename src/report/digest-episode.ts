import { countOperations, type EpisodeScore, scoreEpisode } from '../eval/episode-score.ts';
import { memoryHealth } from '../score/memory-health.ts';
import type { StepRecord, Trajectory } from '../trajectory/trajectory.ts';
import type { ChunkDigest, EpisodeDigest } from './report-input.ts';

export interface DigestOptions {
  /** By default the policy's own name. */
  readonly policy?: string;
  /** By default the data set that the task names. */
  readonly dataset?: string;
  /** By default the documents of the task. */
  readonly documents?: number;
  /** The score, where it is known already. */
  readonly score?: EpisodeScore;
}

/** Sums up an episode for a report; call it when an episode is done, and let the trajectory go. */
export function digestEpisode(trajectory: Trajectory, options: DigestOptions = {}): EpisodeDigest {
  const { header } = trajectory;
  const health = memoryHealth(trajectory);
  return {
    policy: options.policy ?? header.policy,
    dataset: options.dataset ?? header.task.dataset,
    documents: options.documents ?? header.task.documents,
    score: options.score ?? scoreEpisode(trajectory),
    health,
    chunks: digestChunks(trajectory.steps, health.entriesOverTime),
  };
}

function digestChunks(steps: readonly StepRecord[], entries: readonly number[]): readonly ChunkDigest[] {
  const byChunk = new Map<number, StepRecord[]>();
  for (const step of steps) {
    if (step.chunk === undefined) continue;
    const same = byChunk.get(step.chunk.index);
    if (same === undefined) byChunk.set(step.chunk.index, [step]);
    else same.push(step);
  }
  return [...byChunk.values()].map((same) => ({
    operations: countOperations(same),
    entries: entries[same.at(-1)!.step] ?? 0,
  }));
}
