/**
 * Fits episodes into a page's byte limit.
 *
 * @module
 */
import { embeddedJson } from './escape.ts';
import { type Omission, pageEpisode } from './page-episode.ts';
import type { EpisodeDigest, ReportEpisode, ReportInput } from './report-input.ts';

/** Default of `ReportInput.episodeBytes`. */
const EPISODE_BYTES = 12_000_000;

/** An episode on a page. */
export interface EpisodeBlock {
  readonly digest: EpisodeDigest;
  /** The first question, or the task's id. */
  readonly title: string;
  /** Escaped JSON of a `PageEpisode`. */
  readonly json: string;
}

export interface EpisodeBlocks {
  readonly blocks: readonly EpisodeBlock[];
  /** A note about omitted episodes, or `null` if the page is complete. */
  readonly note: string | null;
}

/**
 * Converts the chosen episodes to page blocks, in order, until the limit. An episode that is too large loses its
 * prompts, then its documents. If it is still too large, it is omitted.
 */
export function episodeBlocks({
  episodes,
  digests,
  episodeBytes = EPISODE_BYTES,
}: ReportInput): EpisodeBlocks {
  const blocks: EpisodeBlock[] = [];
  const share = episodeBytes / Math.max(1, episodes.length);
  let left = episodeBytes;
  let reduced = 0;
  for (const [place, episode] of episodes.entries()) {
    // Each episode may use its share plus bytes left over by earlier ones.
    const room = Math.max(share, left - share * (episodes.length - place - 1));
    const fitting = sized(episode, Math.min(room, left));
    if (fitting === undefined) continue;
    left -= fitting.json.length;
    if (fitting.omit !== 'nothing') reduced += 1;
    blocks.push({ digest: episode.digest, title: nameEpisode(episode), json: fitting.json });
  }
  return { blocks, note: writeNote(digests.length, episodes.length, blocks.length, reduced) };
}

/** Longest title, in characters. */
const TITLE = 110;

function nameEpisode({ digest, trajectory }: ReportEpisode): string {
  const [first, ...others] = trajectory.header.task.questions;
  if (first === undefined) return digest.score.stream;
  const text = first.text.length <= TITLE ? first.text : `${first.text.slice(0, TITLE - 1)}…`;
  return others.length === 0 ? text : `${text} (and ${others.length} more)`;
}

/** Returns the most complete version of the episode that fits into the byte limit. */
function sized(
  episode: ReportEpisode,
  room: number,
): { readonly omit: Omission; readonly json: string } | undefined {
  for (const omit of ['nothing', 'prompts', 'texts'] as const) {
    const json = embeddedJson(pageEpisode(episode, omit));
    if (json.length <= room) return { omit, json };
  }
  return undefined;
}

function writeNote(run: number, chosen: number, shown: number, reduced: number): string | null {
  const parts = [
    run > shown ? `This page shows ${shown} of ${run} episodes, failures and wrong answers first.` : '',
    chosen > shown ? `${chosen - shown} ${chosen - shown === 1 ? 'is' : 'are'} too large for this page.` : '',
    reduced > 0
      ? `${reduced} ${reduced === 1 ? 'is' : 'are'} shown without prompts, to keep the page small.`
      : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : `${parts.join(' ')} The results folder has all of them.`;
}
