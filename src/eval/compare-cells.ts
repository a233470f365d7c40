/**
 * All comparisons of a suite.
 *
 * @module
 */
import { type ComparedMetric, type Comparison, type Contender, compareContenders } from './compare.ts';
import type { SuiteRun } from './run-suite.ts';
import type { PlannedEpisode } from './suite-units.ts';

/** A comparison with its data set and length. `dataset` is `null` for all cells together. */
export interface PlacedComparison extends Comparison {
  readonly dataset: string | null;
  readonly documents: number | null;
  readonly variant: string;
}

export interface ComparisonOptions {
  /** Seed of the intervals. Default: 1. */
  readonly seed?: number;
  /** Measures to compare. Default: exact match and answer in memory, or the reward of tasks without questions. */
  readonly metrics?: readonly ComparedMetric[];
  /** The baseline policy, in suites of one variant. Default: the first. */
  readonly against?: string;
}

/**
 * Makes every comparison of a suite, per data set and length, and over all of them together. If a suite has several
 * variants, each is compared with the first variant of the same policy. Otherwise each policy is compared with
 * `against`.
 */
export function compareCells(run: SuiteRun, options: ComparisonOptions): readonly PlacedComparison[] {
  const places = [...groupByPlace(run.episodes).values()];
  const everywhere = places.length > 1 ? [{ episodes: run.episodes, place: NOWHERE }] : [];
  const each = places.map((episodes) => ({ episodes, place: episodes[0]!.cell }));
  const metrics = options.metrics ?? chooseMetrics(run.episodes);
  return [...everywhere, ...each].flatMap(({ episodes, place: { dataset, documents } }) =>
    pairContenders(run, episodes, options.against).flatMap(({ first, second, variant }) =>
      metrics.flatMap((metric) => {
        const comparison = compareContenders(first, second, { metric, seed: options.seed });
        return comparison === null ? [] : [{ ...comparison, dataset, documents, variant }];
      }),
    ),
  );
}

const NOWHERE = { dataset: null, documents: null } as const;

function chooseMetrics(episodes: readonly PlannedEpisode[]): readonly ComparedMetric[] {
  const asked = episodes.some(({ outcome }) => (outcome?.score.questions.length ?? 0) > 0);
  const rewarded = episodes.some(({ outcome }) => outcome?.score.reward !== undefined);
  return [...(asked ? (['em', 'answerInMemory'] as const) : []), ...(rewarded ? (['reward'] as const) : [])];
}

function groupByPlace(episodes: readonly PlannedEpisode[]): Map<string, readonly PlannedEpisode[]> {
  return Map.groupBy(episodes, ({ cell }) => JSON.stringify([cell.dataset, cell.documents]));
}

interface ContenderPair {
  readonly first: Contender;
  readonly second: Contender;
  readonly variant: string;
}

function pairContenders(
  { suite }: SuiteRun,
  episodes: readonly PlannedEpisode[],
  against: string | undefined,
): readonly ContenderPair[] {
  const [baseline, ...others] = suite.variants;
  const policies = [...new Set(episodes.map(({ cell }) => cell.policy))];
  const gather = (name: string, policy: string, variant: string): Contender => ({
    name,
    episodes: episodes.flatMap(({ cell, outcome }) =>
      cell.policy === policy && cell.variant.name === variant && outcome !== undefined
        ? [{ seed: cell.seed, documents: cell.documents, dataset: cell.dataset, score: outcome.score }]
        : [],
    ),
  });
  if (others.length === 0) {
    const rival = against ?? policies[0]!;
    return policies
      .filter((policy) => policy !== rival)
      .map((policy) => ({
        first: gather(policy, policy, baseline!.name),
        second: gather(rival, rival, baseline!.name),
        variant: baseline!.name,
      }));
  }
  return policies.flatMap((policy) =>
    others.map((variant) => ({
      first: gather(`${policy} (${variant.name})`, policy, variant.name),
      second: gather(`${policy} (${baseline!.name})`, policy, baseline!.name),
      variant: variant.name,
    })),
  );
}
