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
  near: 0.09,
  open: -0.29,
  names: 0.05,
  main: 0.04,
  asked: 0.32,
  exact: 0.31,
  text: -0.18,
  phrases: 0.14,
  verdict: 0.16,
  holds: 0.25,
  lacks: -0.25,
  fresh: -0.31,
  long: 0.12,
  passage: -0.1,
  document: 0.11,
  outdated: -0.39,
  reply: 0.22,
  asks: -0.25,
  leads: -0.16,
  courtesy: -0.09,
  quote: -0.04,
  row: -0.01,
  item: -0.04,
  code: 0.03,
  header: -0.17,
  told: 0.05,
  title: -0.25,
  opening: -0.15,
  foreign: 0.02,
};

/** With an embedder. Fitted with a word table (`wordllama`), except `verdict` and `outdated`, which are those above. */
const WEIGHTS_WITH_EMBEDDER: Readonly<Record<string, number>> = {
  match: 0.35,
  coverage: 0.19,
  said: 0.23,
  near: 0.06,
  open: -0.32,
  names: -0.08,
  main: 0.02,
  asked: 0.41,
  exact: 0.17,
  text: -0.13,
  phrases: 0.04,
  verdict: 0.16,
  holds: 0.23,
  lacks: -0.23,
  fresh: -0.3,
  long: 0.15,
  passage: -0.08,
  document: 0.12,
  outdated: -0.36,
  reply: 0.28,
  asks: -0.19,
  leads: -0.18,
  courtesy: -0.05,
  quote: -0.04,
  row: 0.0,
  item: -0.04,
  code: 0.04,
  header: -0.16,
  told: 0.04,
  title: -0.3,
  opening: -0.14,
  foreign: 0.15,
  similar: 0.24,
};

/** Returns the logarithm of a score. */
export function weighFeatures(features: RankFeatures): number {
  const weights = features.similar === undefined ? WEIGHTS : WEIGHTS_WITH_EMBEDDER;
  let sum = 0;
  for (const name in features) sum += (weights[name] ?? 0) * features[name]!;
  return sum;
}
