/**
 * Ranking by recency, importance and relevance.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import { numberIn } from './read-meta.ts';

/** `paper`: equal weights, latest access first. `released`: the weights of the code and its reversed order. */
export type StreamMode = 'paper' | 'released';

const DECAY = 0.99;
const WEIGHTS = {
  paper: { recency: 1, relevance: 1, importance: 1 },
  released: { recency: 0.5, relevance: 3, importance: 2 },
} as const;

/** Ranks entries by recency, importance and relevance, each scaled to 0..1, best first. */
export function rankStream(
  entries: readonly Entry[],
  relevance: readonly number[],
  mode: StreamMode,
): readonly Entry[] {
  const newestFirst = [...entries.keys()].sort(
    (left, right) => entries[right]!.updatedAt - entries[left]!.updatedAt || right - left,
  );
  const order = mode === 'paper' ? newestFirst : newestFirst.toReversed();
  const recency = new Array<number>(entries.length).fill(0);
  for (const [rank, place] of order.entries()) recency[place] = DECAY ** rank;
  const terms = {
    recency: scale(recency),
    relevance: scale(relevance),
    importance: scale(entries.map(({ meta }) => numberIn(meta, 'importance', 0))),
  };
  const weights = WEIGHTS[mode];
  const score = (place: number): number =>
    weights.recency * terms.recency[place]! +
    weights.relevance * terms.relevance[place]! +
    weights.importance * terms.importance[place]!;
  const best = [...entries.keys()].sort((left, right) => score(right) - score(left) || left - right);
  return best.map((place) => entries[place]!);
}

/** Scales values linearly to 0..1. If all are equal, they become 0. */
function scale(values: readonly number[]): readonly number[] {
  const least = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  return values.map((value) => (most > least ? (value - least) / (most - least) : 0));
}
