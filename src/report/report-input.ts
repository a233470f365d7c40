/**
 * The input of a report.
 *
 * @module
 */
import type { EpisodeScore } from '../eval/episode-score.ts';
import type { EvalRow } from '../eval/eval-row.ts';
import type { SourceDocument } from '../task/observation.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import type { EpisodeMeasure } from './measure-episode.ts';

/** Input of a report. Equal input gives equal files. */
export interface ReportInput {
  readonly title: string;
  /** The main finding, stated first. */
  readonly headline?: string | null;
  /** Command line of the run. */
  readonly command?: string;
  readonly seed?: number;
  /** Date of the run, in any form. */
  readonly date?: string;
  /** One row per policy, data set and length. */
  readonly rows: readonly EvalRow[];
  /** One summary per episode, for charts and memory health. */
  readonly digests: readonly EpisodeDigest[];
  /** Episodes to show step by step, most useful first (see `loadEpisodes`). */
  readonly episodes: readonly ReportEpisode[];
  /** Notes about the run, one sentence each. */
  readonly notes?: readonly string[];
  /** Comparisons, one sentence each. */
  readonly comparisons?: readonly string[];
  /** More columns for the table, such as money. */
  readonly columns?: readonly ReportColumn[];
  /** Maximum total bytes for the timelines of all episodes. Default: 12 MB. */
  readonly episodeBytes?: number;
}

export interface ReportColumn {
  readonly title: string;
  cell(row: EvalRow): string;
}

/** One episode to show step by step. */
export interface ReportEpisode {
  readonly digest: EpisodeDigest;
  readonly trajectory: Trajectory;
  /** Documents by id. Without them, chunks show ids only. */
  readonly documents?: ReadonlyMap<string, SourceDocument>;
}

/** A summary of one episode, small enough to keep for every episode of a run. */
export interface EpisodeDigest {
  /** Row name: the policy, with its variant if there are several. */
  readonly policy: string;
  readonly dataset: string;
  /** Documents per task; 0 if it has none. */
  readonly documents: number;
  readonly score: EpisodeScore;
  readonly measure: EpisodeMeasure;
}

/** Names the tasks of a data set and length. */
export function streamsTitle(dataset: string, documents: number): string {
  return documents === 0 ? dataset : `${dataset}, ${documents} documents`;
}
