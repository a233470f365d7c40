/**
 * The tables of a run.
 *
 * @module
 */
import type { Estimate } from '../score/bootstrap.ts';
import type { EvalRow, RowMetrics } from './eval-row.ts';
import type { TextTable } from './text-table.ts';

/** Measures that a table can show. */
export type TableMetric = keyof RowMetrics;

/** Input of the tables. A `SuiteReport` fits. */
export interface TableInput {
  readonly suite: string;
  readonly rows: readonly EvalRow[];
}

const NOTHING = '–';

/**
 * Makes a table like the paper's table 1: one row per policy and variant, one column per data set and length, their
 * average, and costs. Figures are percent with the 95 % interval in parentheses. Costs are means per task over all
 * columns.
 */
export function matrixTable({ suite, rows }: TableInput, metric: TableMetric = 'em'): TextTable {
  const columns = [...new Set(rows.map(nameColumn))];
  const lines = Map.groupBy(rows, ({ policy, variant }) => JSON.stringify([policy, variant]));
  const variants = new Set(rows.map(({ variant }) => variant)).size > 1;
  const titles = ['policy', ...(variants ? ['variant'] : [])];
  return {
    title: `${suite}: ${METRIC_NAMES[metric]}`,
    keys: titles.length,
    common: ['variant'],
    header: [
      ...titles,
      ...columns,
      ...(columns.length > 1 ? ['average'] : []),
      ...COSTS.map(({ title }) => title),
    ],
    rows: [...lines.values()].map((line) => {
      const found = columns.map((column) => line.find((row) => nameColumn(row) === column));
      const means = found.flatMap((row) => row?.metrics[metric]?.mean ?? []);
      const average = means.length < columns.length ? NOTHING : showMean(averageMeans(means), metric);
      return [
        line[0]!.policy,
        ...(variants ? [line[0]!.variant] : []),
        ...found.map((row) => showEstimate(row?.metrics[metric] ?? null, metric)),
        ...(columns.length > 1 ? [average] : []),
        ...COSTS.map(({ cell }) => cell(line)),
      ];
    }),
  };
}

/** Makes a table of all rows with all measures taken. */
export function fullTable({ suite, rows }: TableInput): TextTable {
  const metrics = METRICS.filter((name) => rows.some((row) => row.metrics[name] != null));
  const variants = new Set(rows.map(({ variant }) => variant)).size > 1;
  const places = new Set(rows.map(nameColumn)).size > 1;
  // Key columns name a row and are repeated if the table is split.
  const keys = [
    { title: 'policy', cell: ({ policy }: EvalRow) => policy },
    ...(variants ? [{ title: 'variant', cell: ({ variant }: EvalRow) => variant }] : []),
    ...(places ? PLACES : []),
  ];
  const columns = [
    ...keys,
    ...(places ? [] : PLACES),
    { title: 'n', cell: showCount },
    ...metrics.map((name) => ({
      title: METRIC_NAMES[name],
      cell: (row: EvalRow) => showEstimate(row.metrics[name] ?? null, name),
    })),
    { title: 'C/R/U/D', cell: showOperations },
    { title: 'refused', cell: (row: EvalRow) => row.operations.refused.toFixed(0) },
    ...COSTS.map(({ title, cell }) => ({ title, cell: (row: EvalRow) => cell([row]) })),
  ];
  return {
    title: `${suite}: all measures`,
    keys: keys.length,
    common: COMMON,
    header: columns.map(({ title }) => title),
    rows: rows.map((row) => columns.map(({ cell }) => cell(row))),
  };
}

/** Columns that describe the run rather than a row. */
const COMMON: readonly string[] = ['variant', 'data set', 'docs', 'n'];

const PLACES = [
  { title: 'data set', cell: ({ dataset }: EvalRow) => dataset },
  { title: 'docs', cell: ({ documents }: EvalRow) => (documents === 0 ? NOTHING : String(documents)) },
];

/** Makes a table of scores by the data sets' kinds of questions. */
export function typeTable({ suite, rows }: TableInput): TextTable {
  const show = (value: number): string => (100 * value).toFixed(1);
  return {
    title: `${suite}: by kind of question`,
    keys: 5,
    common: COMMON,
    header: ['policy', 'variant', 'data set', 'docs', 'kind', 'n', 'EM', 'F1', 'says there is none'],
    rows: rows.flatMap((row) =>
      Object.entries(row.types).map(([type, { questions, em, f1, refused }]) => [
        row.policy,
        row.variant,
        row.dataset,
        String(row.documents),
        type,
        String(questions),
        show(em),
        show(f1),
        show(refused),
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
  reward: 'reward',
};

const METRICS = Object.keys(METRIC_NAMES) as readonly TableMetric[];

/** Means per task over the rows of a line, weighted by episodes. */
const COSTS: readonly { readonly title: string; readonly cell: (rows: readonly EvalRow[]) => string }[] = [
  {
    title: 'kept/read',
    cell: (rows) =>
      `${showCost(rows, ({ entries }) => entries.kept, 0)}/${showCost(rows, ({ entries }) => entries.documentsRead, 0)}`,
  },
  { title: 's/task', cell: (rows) => showCost(rows, ({ cost }) => cost.wallMs / 1000, 2) },
  { title: 'searches', cell: (rows) => showCost(rows, ({ cost }) => cost.retrievals, 1) },
  { title: 'calls', cell: (rows) => showCost(rows, ({ cost }) => cost.modelCalls, 1) },
  { title: 'tokens in', cell: (rows) => showCost(rows, ({ cost }) => cost.promptTokens, 0) },
  { title: 'cached', cell: (rows) => showCost(rows, ({ cost }) => cost.cachedTokens, 0) },
  { title: 'tokens out', cell: (rows) => showCost(rows, ({ cost }) => cost.completionTokens, 0) },
  {
    title: 'money',
    cell: (rows) =>
      rows.some(({ money, episodes }) => money === null && episodes > 0)
        ? 'no prices'
        : showCost(rows, ({ money }) => money ?? 0, 5),
  },
];

function showCost(rows: readonly EvalRow[], pick: (row: EvalRow) => number, digits: number): string {
  const episodes = rows.reduce((sum, row) => sum + row.episodes, 0);
  if (episodes === 0) return NOTHING;
  return (rows.reduce((sum, row) => sum + pick(row) * row.episodes, 0) / episodes).toFixed(digits);
}

function nameColumn({ dataset, documents }: EvalRow): string {
  return documents === 0 ? dataset : `${dataset} ${documents}`;
}

function showCount({ questions, episodes, planned }: EvalRow): string {
  const count = String(questions === 0 ? episodes : questions);
  return episodes === planned ? count : `${count} (${episodes}/${planned} tasks)`;
}

function showOperations({ operations }: EvalRow): string {
  const names = ['create', 'read', 'update', 'delete'] as const;
  return names.map((name) => operations[name].toFixed(0)).join('/');
}

function showMean(mean: number, metric: TableMetric): string {
  return metric === 'reward' ? mean.toFixed(2) : (100 * mean).toFixed(1);
}

/** The mean with its interval, as `97.4 (95–99)`. Intervals of zero width are omitted. */
function showEstimate(estimate: Estimate | null, metric: TableMetric): string {
  if (estimate === null) return NOTHING;
  const { mean, low, high } = estimate;
  if (low === high) return showMean(mean, metric);
  const end = (value: number): string => (metric === 'reward' ? value.toFixed(2) : (100 * value).toFixed(0));
  return `${showMean(mean, metric)} (${end(low)}–${end(high)})`;
}

function averageMeans(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
