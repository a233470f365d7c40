/**
 * Summarises a run: rows, comparisons and notes.
 *
 * @module
 */
import { type ComparisonOptions, compareCells, type PlacedComparison } from './compare-cells.ts';
import { createRow, type EvalRow, type RowOptions } from './eval-row.ts';
import type { SuiteRun } from './run-suite.ts';
import type { Cell, CellNotRun } from './suite-plan.ts';
import type { PlannedEpisode } from './suite-units.ts';

export const REPORT_SCHEMA = 'atommem.suite/1';

export interface SuiteReport {
  readonly schema: typeof REPORT_SCHEMA;
  readonly suite: string;
  /** The question that the suite answers. */
  readonly asks: string;
  readonly source: string;
  readonly rows: readonly EvalRow[];
  readonly notRun: readonly CellNotRun[];
  readonly comparisons: readonly PlacedComparison[];
  /** Notes for readers of the table, one sentence each. */
  readonly notes: readonly string[];
}

export interface SuiteReportOptions extends ComparisonOptions, Pick<RowOptions, 'prices'> {}

/** Summarises a run: one row per policy, variant, data set and length, and every comparison of the suite. */
export function reportSuite(run: SuiteRun, options: SuiteReportOptions = {}): SuiteReport {
  const { seed = 1, prices } = options;
  const rows = groupByRow(run.episodes).map((episodes) => {
    const { policy, dataset, documents, variant } = episodes[0]!.cell;
    const scores = episodes.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome.score]));
    const place = { policy, dataset, documents, variant: variant.name, planned: episodes.length };
    return createRow(place, scores, { seed, prices });
  });
  return {
    schema: REPORT_SCHEMA,
    suite: run.suite.name,
    asks: run.suite.asks,
    source: run.suite.source,
    rows,
    notRun: run.plan.notRun,
    comparisons: compareCells(run, options),
    notes: listNotes(run, rows),
  };
}

/** Sorts rows by data set and length, then by policy, because tasks run in another order. */
function groupByRow(episodes: readonly PlannedEpisode[]): readonly (readonly PlannedEpisode[])[] {
  const rows = Map.groupBy(episodes, ({ cell: { dataset, documents, variant, policy } }) =>
    JSON.stringify([dataset, documents, policy, variant.name]),
  );
  const groups = [...rows.values()];
  const order = groups.map((row) => row[0]!.cell);
  const rank = <Key extends keyof Cell>(name: Key, cell: Cell): number =>
    order.findIndex((other) => other[name] === cell[name]);
  return groups.sort(
    ([one], [other]) =>
      rank('dataset', one!.cell) - rank('dataset', other!.cell) ||
      (one!.cell.documents ?? 0) - (other!.cell.documents ?? 0) ||
      rank('policy', one!.cell) - rank('policy', other!.cell),
  );
}

function listNotes(run: SuiteRun, rows: readonly EvalRow[]): readonly string[] {
  const reasons = Map.groupBy(run.plan.notRun, ({ reason }) => reason.replace(/\.$/, ''));
  const notRun = [...reasons].map(([reason, cells]) => {
    const variants = [...new Set(cells.map(({ policy, variant }) => `${policy} in "${variant.name}"`))];
    return `Not run: ${variants.join(', ')}: ${reason}.`;
  });
  const failed = Object.entries(run.failures).map(([message, count]) => {
    const episodes = count === 1 ? '1 episode failed and is' : `${count} episodes failed and are`;
    return `${episodes} not in the table: ${message}`;
  });
  const unpriced = rows.some(({ money, episodes }) => money === null && episodes > 0);
  return [
    ...(run.stopped ? [`Stopped early: ${run.stopped.message}.`] : []),
    ...run.plan.notes,
    ...notRun,
    ...failed,
    ...(unpriced ? ['Tokens were used, but no prices are given, so money is not shown.'] : []),
  ];
}
