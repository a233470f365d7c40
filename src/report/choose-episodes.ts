/**
 * Chooses the episodes that a report shows.
 *
 * @module
 */
import type { EpisodeDigest } from './report-input.ts';

/**
 * Returns positions of episodes, most useful first: failed episodes, then those with the most wrong answers, then the
 * rest. Policies and data sets alternate.
 */
export function chooseEpisodes(digests: readonly EpisodeDigest[]): readonly number[] {
  const places = digests.map((_, place) => place);
  const groups = Map.groupBy(places, (place) => {
    const { policy, dataset, documents } = digests[place]!;
    return JSON.stringify([dataset, documents, policy]);
  });
  const queues = [...groups.values()].map((group) =>
    group.toSorted((one, other) => trouble(digests[other]!) - trouble(digests[one]!) || one - other),
  );
  const longest = Math.max(0, ...queues.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, turn) => queues.map((queue) => queue[turn]));
  return turns.flat().filter((place) => place !== undefined);
}

/** Returns the share of wrong answers, or without questions a value that falls with the reward, plus 2 after a failure. */
function trouble({ score }: EpisodeDigest): number {
  const wrong = score.questions.filter(({ em }) => em < 1).length;
  const failed = score.end !== 'done' || score.failures > 0;
  const share = score.questions.length === 0 ? sinkWith(score.reward ?? 0) : wrong / score.questions.length;
  return (failed ? 2 : 0) + share;
}

/** Falls from 1 to 0 as the reward rises. */
function sinkWith(reward: number): number {
  return 1 / (1 + Math.exp(reward));
}
