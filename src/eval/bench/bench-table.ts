import type { Estimate } from '../../score/bootstrap.ts';
import type { BenchReport, BenchRow } from './bench-report.ts';

/** Rows of cells for people; whoever prints them aligns them. */
export interface BenchTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Measures of which a table can be made. */
export type TableMetric = keyof BenchRow['metrics'];

const NOTHING = '–';

/**
 * A suite in the shape of the paper's table 1: a row for each policy (and variant), a column for each data
 * set and length, their average, and what it costs beside it. Percent, with half the width of the 95 %
 * interval; costs are means per task over all columns.
 */
export function matrixTable(report: BenchReport, metric: TableMetric = 'em'): BenchTable {
  const columns = [...new Set(report.rows.map(columnOf))];
  const lines = Map.groupBy(report.rows, ({ policy, variant }) => JSON.stringify([policy, variant]));
  const variants = new Set(report.rows.map(({ variant }) => variant)).size > 1;
  return {
    title: `${report.suite}: ${METRIC_NAMES[metric]}`,
    header: [
      'policy',
      ...(variants ? ['variant'] : []),
      ...columns,
      'average',
      ...COSTS.map(({ title }) => title),
    ],
    rows: [...lines.values()].map((line) => {
      const found = columns.map((column) => line.find((row) => columnOf(row) === column));
      const means = found.flatMap((row) => row?.metrics[metric]?.mean ?? []);
      return [
        line[0]!.policy,
        ...(variants ? [line[0]!.variant] : []),
        ...found.map((row) => (row === undefined ? NOTHING : percent(row.metrics[metric] ?? null))),
        means.length < columns.length ? NOTHING : (100 * averageOf(means)).toFixed(1),
        ...COSTS.map(({ cell }) => cell(line)),
      ];
    }),
  };
}

/** Every row with every measure that was taken: what `matrixTable` leaves out. */
export function fullTable(report: BenchReport): BenchTable {
  const metrics = METRICS.filter((name) => report.rows.some((row) => row.metrics[name] != null));
  return {
    title: `${report.suite}: all measures`,
    header: [
      'policy',
      'variant',
      'data set',
      'docs',
      'n',
      ...metrics.map((name) => METRIC_NAMES[name]),
      'C/R/U/D',
      'refused',
      ...COSTS.map(({ title }) => title),
    ],
    rows: report.rows.map((row) => [
      row.policy,
      row.variant,
      row.dataset,
      String(row.documents),
      row.episodes === row.planned
        ? String(row.questions)
        : `${row.questions} (${row.episodes}/${row.planned} streams)`,
      ...metrics.map((name) => percent(row.metrics[name] ?? null)),
      (['create', 'read', 'update', 'delete'] as const)
        .map((name) => row.operations[name].toFixed(0))
        .join('/'),
      row.operations.refused.toFixed(0),
      ...COSTS.map(({ cell }) => cell([row])),
    ]),
  };
}

/** Scores by the data sets' kinds of questions. */
export function typeTable(report: BenchReport): BenchTable {
  const share = (value: number): string => (100 * value).toFixed(1);
  return {
    title: `${report.suite}: by kind of question`,
    header: ['policy', 'variant', 'data set', 'docs', 'kind', 'n', 'EM', 'F1', 'says there is none'],
    rows: report.rows.flatMap((row) =>
      Object.entries(row.types).map(([type, { questions, em, f1, refused }]) => [
        row.policy,
        row.variant,
        row.dataset,
        String(row.documents),
        type,
        String(questions),
        share(em),
        share(f1),
        share(refused),
      ]),
    ),
  };
}

const METRIC_NAMES: Readonly<Record<TableMetric, string>> = {
  answerInMemory: 'answer in memory',
  supportRecall: 'support',
  supportAll: 'all support',
  em: 'EM',
  f1: 'F1',
  judge: 'judge',
  official: 'released scorer',
};

const METRICS = Object.keys(METRIC_NAMES) as readonly TableMetric[];

/** Means per task over the rows of a line, each row weighing as many episodes as it has. */
const COSTS: readonly { readonly title: string; readonly cell: (rows: readonly BenchRow[]) => string }[] = [
  { title: 's/task', cell: (rows) => costOf(rows, ({ cost }) => cost.wallMs / 1000, 2) },
  { title: 'tokens in', cell: (rows) => costOf(rows, ({ cost }) => cost.promptTokens, 0) },
  { title: 'cached', cell: (rows) => costOf(rows, ({ cost }) => cost.cachedTokens, 0) },
  { title: 'out', cell: (rows) => costOf(rows, ({ cost }) => cost.completionTokens, 0) },
  { title: 'calls', cell: (rows) => costOf(rows, ({ cost }) => cost.modelCalls, 1) },
  { title: 'retrievals', cell: (rows) => costOf(rows, ({ cost }) => cost.retrievals, 1) },
  { title: 'kept', cell: (rows) => costOf(rows, ({ entries }) => entries.kept, 0) },
  {
    title: 'money',
    cell: (rows) =>
      rows.some(({ money, episodes }) => money === null && episodes > 0)
        ? 'no prices'
        : costOf(rows, ({ money }) => money ?? 0, 5),
  },
];

function costOf(rows: readonly BenchRow[], pick: (row: BenchRow) => number, digits: number): string {
  const episodes = rows.reduce((sum, row) => sum + row.episodes, 0);
  if (episodes === 0) return NOTHING;
  return (rows.reduce((sum, row) => sum + pick(row) * row.episodes, 0) / episodes).toFixed(digits);
}

function columnOf({ dataset, documents }: BenchRow): string {
  return `${dataset} ${documents}`;
}

function percent(value: Estimate | null): string {
  if (value === null) return NOTHING;
  return `${(100 * value.mean).toFixed(1)} ±${(50 * (value.high - value.low)).toFixed(1)}`;
}

function averageOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
