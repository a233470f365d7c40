import type { EpisodeScore } from '../eval/episode-score.ts';
import type { EvalRow } from '../eval/eval-row.ts';
import type { SourceDocument } from '../task/observation.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import type { EpisodeMeasure } from './measure-episode.ts';

/** All that a report is made of. Equal input gives equal files: a report has no date or name of its own. */
export interface ReportInput {
  readonly title: string;
  /** The command line that made the results. */
  readonly command?: string;
  readonly seed?: number;
  /** When it was run, in the caller's own words. */
  readonly date?: string;
  /** The table, one row for each policy, data set and length. */
  readonly rows: readonly EvalRow[];
  /** What every episode comes to; charts and memory health are made of these. */
  readonly digests: readonly EpisodeDigest[];
  /** Episodes to be shown step by step, most telling first (`loadEpisodes`). */
  readonly episodes: readonly ReportEpisode[];
  /** Plain sentences to stand above the table: what a reader should know of the run. */
  readonly notes?: readonly string[];
  /** Plain sentences to stand below it: what was compared, and whether the difference is real. */
  readonly comparisons?: readonly string[];
  /** Further columns of the table (money, a test's p). */
  readonly columns?: readonly ReportColumn[];
  /** Most bytes of all episodes' timelines together. Default 12 MB. */
  readonly episodeBytes?: number;
}

export interface ReportColumn {
  readonly title: string;
  cell(row: EvalRow): string;
}

/** One episode to be shown step by step. */
export interface ReportEpisode {
  readonly digest: EpisodeDigest;
  readonly trajectory: Trajectory;
  /** Texts of the documents by id, so that chunks can be read; without them a chunk shows its ids. */
  readonly documents?: ReadonlyMap<string, SourceDocument>;
}

/** One episode, summed up: small enough to be kept for every episode of a run. */
export interface EpisodeDigest {
  /** What the table calls it: the policy, with its variant where there are several. */
  readonly policy: string;
  readonly dataset: string;
  /** Documents in the stream; 0 where it is not one of documents. */
  readonly documents: number;
  readonly score: EpisodeScore;
  readonly measure: EpisodeMeasure;
}

/** What streams of a data set and a length are called. */
export function streamsTitle(dataset: string, documents: number): string {
  return documents === 0 ? dataset : `${dataset}, ${documents} documents`;
}
