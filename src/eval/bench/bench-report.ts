import { moneyOf, type Prices } from '../../score/money.ts';
import { type EvalRow, evalRow } from '../eval-row.ts';
import { BENCH_SCHEMA } from './bench-folder.ts';
import type { BenchPlan, Cell, CellNotRun } from './bench-plan.ts';
import type { BenchScore } from './bench-score.ts';
import type { BenchEpisode } from './bench-units.ts';
import { type ComparedMetric, type Comparison, type Contender, compareContenders } from './compare.ts';
import type { BenchRun } from './run-bench.ts';

/** One policy in one variant on one data set and length, all seeds together; costs are means per episode. */
export interface BenchRow extends EvalRow {
  readonly variant: string;
  /** Episodes that were planned; fewer are done where the run was stopped or episodes failed. */
  readonly planned: number;
  /** Mean money of an episode; `null` where tokens were used and no prices are given. */
  readonly money: number | null;
  /** By the data set's own kinds of questions. */
  readonly types: Readonly<Record<string, TypeScore>>;
}

export interface TypeScore {
  readonly questions: number;
  readonly em: number;
  readonly f1: number;
  /** Share of answers that say that there is none. */
  readonly refused: number;
}

/** A comparison with where it was made; `dataset` is `null` for all cells together. */
export interface PlacedComparison extends Comparison {
  readonly dataset: string | null;
  readonly documents: number | null;
  readonly variant: string;
}

export interface BenchReport {
  readonly schema: typeof BENCH_SCHEMA;
  readonly suite: string;
  readonly asks: string;
  readonly source: string;
  readonly rows: readonly BenchRow[];
  readonly notRun: readonly CellNotRun[];
  readonly comparisons: readonly PlacedComparison[];
  /** What a reader of the table should know, one sentence each. */
  readonly notes: readonly string[];
}

export interface BenchReportOptions {
  readonly prices?: Prices;
  /** Seed of the intervals. Default 1. */
  readonly seed?: number;
  /** Measures to compare in. Default exact match and answer in memory. */
  readonly metrics?: readonly ComparedMetric[];
  /** The policy that the others are compared with, in suites of one variant. Default: the first. */
  readonly against?: string;
}

/**
 * Sums up a run: a row for every cell, and every comparison that the suite was made for. Variants are
 * compared with the first variant of the same policy; in a suite of one variant, policies with `against`.
 */
export function benchReport(run: BenchRun, options: BenchReportOptions = {}): BenchReport {
  const { seed = 1, prices } = options;
  const rows = [...groupByRow(run.episodes).values()].map((episodes) => rowOf(episodes, seed, prices));
  return {
    schema: BENCH_SCHEMA,
    suite: run.suite.name,
    asks: run.suite.asks,
    source: run.suite.source,
    rows,
    notRun: run.plan.notRun,
    comparisons: comparisonsOf(run, options),
    notes: notesOf(run, rows, run.plan),
  };
}

function groupByRow(episodes: readonly BenchEpisode[]): Map<string, readonly BenchEpisode[]> {
  const rows = Map.groupBy(episodes, ({ cell: { dataset, documents, variant, policy } }) =>
    JSON.stringify([dataset, documents, policy, variant.name]),
  );
  // Streams come in turn: a table reads by data set and length, then by policy.
  const order = [...rows.values()].map((row) => row[0]!.cell);
  const rank = <Key extends keyof Cell>(name: Key, cell: Cell): number =>
    order.findIndex((other) => other[name] === cell[name]);
  const sorted = [...rows].sort(
    ([, [one]], [, [other]]) =>
      rank('dataset', one!.cell) - rank('dataset', other!.cell) ||
      (one!.cell.documents ?? 0) - (other!.cell.documents ?? 0) ||
      rank('policy', one!.cell) - rank('policy', other!.cell),
  );
  return new Map(sorted);
}

function rowOf(episodes: readonly BenchEpisode[], seed: number, prices: Prices | undefined): BenchRow {
  const { policy, dataset, documents, variant } = episodes[0]!.cell;
  const scores = scoresOf(episodes);
  const length = documents ?? Math.round(mean(scores.map((score) => score.entries.documentsRead)));
  const row = evalRow({ policy, dataset, documents: length }, scores, seed);
  return {
    ...row,
    variant: variant.name,
    planned: episodes.length,
    money: scores.length === 0 ? null : moneyOf(row.cost, prices),
    types: typesOf(scores),
  };
}

function scoresOf(episodes: readonly BenchEpisode[]): readonly BenchScore[] {
  return episodes.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome.score]));
}

function typesOf(scores: readonly BenchScore[]): Readonly<Record<string, TypeScore>> {
  const questions = scores.flatMap((score) => score.questions);
  const groups = Map.groupBy(questions, ({ type }) => type ?? '');
  groups.delete('');
  const sorted = [...groups].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([type, group]) => [
      type,
      {
        questions: group.length,
        em: mean(group.map(({ em }) => em)),
        f1: mean(group.map(({ f1 }) => f1)),
        refused: mean(group.map(({ refused }) => Number(refused))),
      },
    ]),
  );
}

function comparisonsOf(
  run: BenchRun,
  { seed = 1, metrics = ['em', 'answerInMemory'], against }: BenchReportOptions,
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

function notesOf(run: BenchRun, rows: readonly BenchRow[], plan: BenchPlan): readonly string[] {
  const reasons = Map.groupBy(plan.notRun, ({ reason }) => reason);
  const notRun = [...reasons].map(([reason, cells]) => {
    const variants = [...new Set(cells.map(({ policy, variant }) => `${policy} in "${variant.name}"`))];
    return `Not run: ${variants.join(', ')}: ${reason}.`;
  });
  const failed = Object.entries(run.failures).map(
    ([message, count]) => `${count} episodes failed and are not in the table: ${message}`,
  );
  const unpriced = rows.some(({ money, episodes }) => money === null && episodes > 0);
  return [
    ...(run.stopped ? [`Stopped early: ${run.stopped.message}.`] : []),
    ...plan.notes,
    ...notRun,
    ...failed,
    ...(unpriced ? ['Tokens were used, but no prices are given: money is not shown.'] : []),
  ];
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
