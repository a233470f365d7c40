/**
 * One recorded episode as a page.
 *
 * @module
 */
import { scoreEpisode } from '../eval/episode-score.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { renderHtmlReport } from './html-report.ts';
import { measureEpisode } from './measure-episode.ts';
import type { EpisodeDigest } from './report-input.ts';

/** Renders a trajectory as a self-contained page, step by step. */
export function renderEpisode(trajectory: Trajectory, title: string): string {
  const { policy, task } = trajectory.header;
  const digest: EpisodeDigest = {
    policy,
    dataset: task.dataset,
    documents: task.documents,
    score: scoreEpisode(trajectory),
    measure: measureEpisode(trajectory),
  };
  return renderHtmlReport({ title, rows: [], digests: [digest], episodes: [{ digest, trajectory }] });
}
