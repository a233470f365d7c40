/**
 * Loads the episodes that a report shows.
 *
 * @module
 */
import type { SourceDocument } from '../task/observation.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { chooseEpisodes } from './choose-episodes.ts';
import type { EpisodeDigest, ReportEpisode } from './report-input.ts';

export interface LoadOptions {
  /** Reads the trajectory of a digest. Returns `undefined` if it was not kept. */
  readonly loadTrajectory: (digest: EpisodeDigest, place: number) => Promise<Trajectory | undefined>;
  /** Returns the documents of its task. The page shows their texts. */
  readonly findDocuments?: (digest: EpisodeDigest, place: number) => readonly SourceDocument[] | undefined;
  /** Maximum episodes to load. Default: 12. */
  readonly most?: number;
}

/** Loads the episodes to show step by step, failures and wrong answers first. */
export async function loadEpisodes(
  digests: readonly EpisodeDigest[],
  { loadTrajectory, findDocuments, most = 12 }: LoadOptions,
): Promise<readonly ReportEpisode[]> {
  const episodes: ReportEpisode[] = [];
  for (const place of chooseEpisodes(digests)) {
    if (episodes.length >= most) break;
    const digest = digests[place]!;
    const trajectory = await loadTrajectory(digest, place);
    if (trajectory === undefined) continue;
    const documents = findDocuments?.(digest, place);
    const texts = documents && { documents: new Map(documents.map((document) => [document.id, document])) };
    episodes.push({ digest, trajectory, ...texts });
  }
  return episodes;
}
