import type { Cell } from './bench-plan.ts';
import type { BenchScore } from './bench-score.ts';
import type { BenchEpisode } from './bench-units.ts';
import { type ComparedMetric, type Comparison, type Contender, compareContenders } from './compare.ts';
import type { BenchRun } from './run-bench.ts';

/** A comparison with where it was made; `dataset` is `null` for all cells together. */
export interface PlacedComparison extends Comparison {
  readonly dataset: string | null;
  readonly documents: number | null;
  readonly variant: string;
}

export interface ComparisonOptions {
  /** Seed of the intervals. Default 1. */
  readonly seed?: number;
  /** Measures to compare in. Default exact match and answer in memory. */
  readonly metrics?: readonly ComparedMetric[];
  /** The policy that the others are compared with, in suites of one variant. Default: the first. */
  readonly against?: string;
}

/**
 * Every comparison that a suite was made for. Variants are compared with the first variant of the same
 * policy; in a suite of one variant, policies with `against`. Each in every cell, and in all cells together.
 */
export function compareCells(
  run: BenchRun,
  { seed = 1, metrics = ['em', 'answerInMemory'], against }: ComparisonOptions,
): readonly PlacedComparison[] {
  const places = [...groupByPlace(run.episodes).values()];
  const everywhere = places.length > 1 ? [{ episodes: run.episodes, place: NOWHERE }] : [];
  const each = places.map((episodes) => ({ episodes, place: episodes[0]!.cell }));
  return [...each, ...everywhere].flatMap(({ episodes, place: { dataset, documents } }) =>
    pairsOf(run, episodes, against).flatMap(({ first, second, variant }) =>
      metrics.flatMap((metric) => {
        const comparison = compareContenders(first, second, { metric, seed });
        return comparison === null ? [] : [{ ...comparison, dataset, documents, variant }];
      }),
    ),
  );
}

const NOWHERE = { dataset: null, documents: null } as const;

function groupByPlace(episodes: readonly BenchEpisode[]): Map<string, readonly BenchEpisode[]> {
  return Map.groupBy(episodes, ({ cell }) => JSON.stringify([cell.dataset, cell.documents]));
}

/** Who is to be compared with whom. */
function pairsOf(
  { suite }: BenchRun,
  episodes: readonly BenchEpisode[],
  against: string | undefined,
): readonly { readonly first: Contender; readonly second: Contender; readonly variant: string }[] {
  const [baseline, ...others] = suite.variants;
  const policies = [...new Set(episodes.map(({ cell }) => cell.policy))];
  const side = (name: string, policy: string, variant: string): Contender => ({
    name,
    episodes: episodes.flatMap(({ cell, outcome }) =>
      cell.policy === policy && cell.variant.name === variant && outcome !== undefined
        ? [{ seed: cell.seed, score: inPlace(outcome.score, cell) }]
        : [],
    ),
  });
  if (others.length === 0) {
    const rival = against ?? policies[0]!;
    return policies
      .filter((policy) => policy !== rival)
      .map((policy) => ({
        first: side(policy, policy, baseline!.name),
        second: side(rival, rival, baseline!.name),
        variant: baseline!.name,
      }));
  }
  return policies.flatMap((policy) =>
    others.map((variant) => ({
      first: side(`${policy} (${variant.name})`, policy, variant.name),
      second: side(`${policy} (${baseline!.name})`, policy, baseline!.name),
      variant: variant.name,
    })),
  );
}

/** One question in streams of several lengths is one stream to the bootstrap, but several pairs. */
function inPlace(score: BenchScore, { dataset, documents }: Cell): BenchScore {
  return {
    ...score,
    stream: `${dataset}/${score.stream}`,
    questions: score.questions.map((question) => ({ ...question, id: `${documents}/${question.id}` })),
  };
}
