import { embeddedJson } from './escape.ts';
import { type Omission, pageEpisode } from './page-episode.ts';
import type { EpisodeDigest, ReportEpisode, ReportInput } from './report-input.ts';

/** Default of `ReportInput.episodeBytes`. */
const EPISODE_BYTES = 12_000_000;

/** An episode that a page holds. */
export interface EpisodeBlock {
  readonly digest: EpisodeDigest;
  /** Escaped JSON of a `PageEpisode`. */
  readonly json: string;
}

export interface EpisodeBlocks {
  readonly blocks: readonly EpisodeBlock[];
  /** What a reader should know of what is not there; `null` when all is. */
  readonly note: string | null;
}

/**
 * Turns the chosen episodes into blocks of the page, in order, as long as there is room: one that is too
 * large goes without its prompts, then without documents, then not at all.
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
    // Early ones must not take the room of all: each may have its share, and what others left over.
    const room = Math.max(share, left - share * (episodes.length - place - 1));
    const fitting = sized(episode, Math.min(room, left));
    if (fitting === undefined) continue;
    left -= fitting.json.length;
    if (fitting.omit !== 'nothing') reduced += 1;
    blocks.push({ digest: episode.digest, json: fitting.json });
  }
  return { blocks, note: noteOf(digests.length, episodes.length, blocks.length, reduced) };
}

/** The episode with as much as fits into so many bytes. */
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

function noteOf(run: number, chosen: number, shown: number, reduced: number): string | null {
  const parts = [
    run > shown ? `${shown} of ${run} episodes are here, failures and wrong answers first` : '',
    chosen > shown ? `${chosen - shown} were too large for this page` : '',
    reduced > 0 ? `${reduced} are without their prompts, to keep it small` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : `${parts.join('; ')}. The results folder has them all.`;
}
