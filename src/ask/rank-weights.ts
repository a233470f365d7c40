/**
 * Weights of the ranking of sentences. `scripts/fit-ranking.ts` writes them.
 *
 * @module
 */
import type { RankFeatures } from './rank-features.ts';

const WEIGHTS: Readonly<Record<string, number>> = {
  match: 0.44,
  coverage: 0.23,
  said: 0.22,
  near: 0.11,
  open: -0.3,
  names: -0.05,
  main: 0.01,
  asked: 0.36,
  exact: 0.28,
  text: -0.11,
  phrases: 0.13,
  holds: 0.22,
  lacks: -0.22,
  fresh: -0.23,
  long: 0.12,
  passage: -0.1,
  document: 0.14,
  reply: 0.21,
  asks: -0.25,
  leads: -0.17,
  courtesy: -0.03,
  quote: -0.03,
  row: -0.02,
  item: -0.05,
  code: 0.01,
  header: -0.17,
  told: 0.05,
  title: -0.3,
  opening: -0.15,
  foreign: 0.07,
};

/** Returns the logarithm of a score. */
export function weighFeatures(features: RankFeatures): number {
  let sum = 0;
  for (const name in features) sum += (WEIGHTS[name] ?? 0) * features[name]!;
  return sum;
}
