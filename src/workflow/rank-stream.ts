import type { Entry } from '../memory/entry.ts';
import { numberIn } from './read-meta.ts';

/** `paper`: equal weights, the last accessed first. `released`: the code's weights and its turned-round order. */
export type StreamMode = 'paper' | 'released';

const DECAY = 0.99;
const WEIGHTS = {
  paper: { recency: 1, relevance: 1, importance: 1 },
  released: { recency: 0.5, relevance: 3, importance: 2 },
} as const;

/** Entries by recency, importance and relevance, each scaled to 0..1 over all of them, best first. */
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
    recency: scaled(recency),
    relevance: scaled(relevance),
    importance: scaled(entries.map(({ meta }) => numberIn(meta, 'importance', 0))),
  };
  const weights = WEIGHTS[mode];
  const score = (place: number): number =>
    weights.recency * terms.recency[place]! +
    weights.relevance * terms.relevance[place]! +
    weights.importance * terms.importance[place]!;
  const best = [...entries.keys()].sort((left, right) => score(right) - score(left) || left - right);
  return best.map((place) => entries[place]!);
}

/** Linearly to 0..1; all the same value says nothing and becomes 0. */
function scaled(values: readonly number[]): readonly number[] {
  const least = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  return values.map((value) => (most > least ? (value - least) / (most - least) : 0));
}
