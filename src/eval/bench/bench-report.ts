import type { Estimate } from '../../score/bootstrap.ts';
import { groupedBootstrap } from '../../score/grouped-bootstrap.ts';
import { moneyOf, type Prices } from '../../score/money.ts';
import { createRandom } from '../../shared/random.ts';
import { type EvalRow, evalRow } from '../eval-row.ts';
import { type ComparisonOptions, compareCells, type PlacedComparison } from './bench-comparisons.ts';
import { BENCH_SCHEMA } from './bench-folder.ts';
import type { BenchPlan, Cell, CellNotRun } from './bench-plan.ts';
import type { BenchQuestionScore, BenchScore } from './bench-score.ts';
import type { BenchEpisode } from './bench-units.ts';
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

export interface BenchReportOptions extends ComparisonOptions {
  readonly prices?: Prices;
}

/**
 * Sums up a run: a row for every cell, every comparison that the suite was made for (`compareCells`), and
 * what a reader should know.
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
    comparisons: compareCells(run, options),
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
    metrics: metricsOf(row, scores, seed),
    variant: variant.name,
    planned: episodes.length,
    money: scores.length === 0 ? null : moneyOf(row.cost, prices),
    types: typesOf(scores),
  };
}

/** As `evalRow` has them; where questions share a stream, with intervals that know it. */
function metricsOf(row: EvalRow, scores: readonly BenchScore[], seed: number): EvalRow['metrics'] {
  const streams = [...Map.groupBy(scores, ({ stream }) => stream).values()].map((same) =>
    same.flatMap(({ questions }) => questions),
  );
  if (streams.every((questions) => questions.length === 1)) return row.metrics;
  const grouped = (name: keyof EvalRow['metrics'] & keyof BenchQuestionScore): Estimate | null =>
    groupedBootstrap(
      streams.map((questions) => questions.flatMap((question) => question[name] ?? [])),
      { random: createRandom(`${seed}/grouped/${name}`).next },
    );
  return {
    ...row.metrics,
    answerInMemory: grouped('answerInMemory'),
    supportRecall: grouped('supportRecall'),
    supportAll: grouped('supportAll'),
    em: grouped('em'),
    f1: grouped('f1'),
    ...(row.metrics.judge != null && { judge: grouped('judge') }),
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
