/**
 * The table of results.
 *
 * @module
 */
import { shortNumber } from '../chart/axis.ts';
import type { EvalRow } from '../eval/eval-row.ts';
import type { Estimate } from '../score/bootstrap.ts';
import type { ReportInput } from './report-input.ts';
import { estimateCell, type ReportTable, type TableCell, type TableColumn } from './report-table.ts';

type Metric = keyof EvalRow['metrics'];

const METRICS: readonly (readonly [metric: Metric, title: string, hint: string])[] = [
  ['em', 'EM', 'Share of answers that equal an accepted answer.'],
  ['f1', 'F1', 'Words shared with the best accepted answer.'],
  ['answerInMemory', 'Answer in memory', 'Memory showed an accepted answer for the question.'],
  ['supportAll', 'All evidence', 'Memory showed text from all evidence documents.'],
  ['judge', 'Judge', 'Share of answers that the judge called right.'],
];

interface CostColumn extends TableColumn {
  readonly of: (row: EvalRow) => string;
  /** Shown only if some row called a model. */
  readonly model?: boolean;
}

const figures = (title: string, hint: string, of: CostColumn['of']): CostColumn => ({
  title,
  hint,
  figures: true,
  of,
});

const COSTS: readonly CostColumn[] = [
  figures(
    'Kept',
    'Entries kept, of documents read.',
    ({ entries }) => `${round(entries.kept)} / ${round(entries.documentsRead)}`,
  ),
  figures('C / R / U / D', 'Operations applied: create, read, update, delete.', ({ operations }) =>
    [operations.create, operations.read, operations.update, operations.delete].map(round).join(' / '),
  ),
  figures('Refused', 'Operations that memory or the task refused.', ({ operations }) =>
    round(operations.refused),
  ),
  { ...figures('Calls', 'Model calls.', ({ cost }) => round(cost.modelCalls)), model: true },
  {
    ...figures('Tokens in', 'Prompt tokens, and how many of them the server had cached.', ({ cost }) =>
      tokensIn(cost),
    ),
    model: true,
  },
  {
    ...figures('Tokens out', 'Tokens written.', ({ cost }) => shortNumber(cost.completionTokens)),
    model: true,
  },
  figures('Searches', 'Retrievals.', ({ cost }) => round(cost.retrievals)),
  figures('Seconds', 'Wall time.', ({ cost }) => seconds(cost.wallMs)),
];

/** Makes one table per data set. The best of each length is marked. */
export function resultsTables({ rows, columns = [] }: ReportInput): readonly ReportTable[] {
  const withModel = rows.some(({ cost }) => cost.modelCalls > 0);
  const costs = COSTS.filter(({ model, of }) => (withModel || !model) && rows.some((row) => of(row) !== '0'));
  const asked = rows.some(({ questions }) => questions > 0);
  const rewarded = rows.some(({ metrics }) => metrics.reward != null);
  const metrics = METRICS.filter(
    ([metric]) => (asked && metric !== 'judge') || rows.some((row) => row.metrics[metric]),
  );
  const datasets = [...new Set(rows.map(({ dataset }) => dataset))];
  return datasets.map((dataset) => {
    const own = rows.filter((row) => row.dataset === dataset);
    return {
      title: dataset,
      note: `Percent, with 95% bootstrap intervals that resample whole tasks. Operations, entries and costs are means per episode.${withModel ? '' : ' No model was called.'}`,
      columns: [
        { title: 'Policy', figures: false },
        { title: 'Docs', hint: 'Documents in each stream.', figures: true },
        { title: 'n', hint: asked ? 'Questions.' : 'Episodes.', figures: true },
        ...metrics.map(([, title, hint]) => ({ title, hint, figures: true })),
        ...(rewarded ? [{ title: 'Reward', hint: "The task's own reward, mean.", figures: true }] : []),
        ...columns.map(({ title }) => ({ title, figures: true })),
        ...costs,
      ],
      rows: own.map((row): readonly TableCell[] => [
        { text: row.policy },
        { text: row.documents === 0 ? '–' : String(row.documents) },
        { text: describeCount(row) },
        ...metrics.map(([metric]) => estimateCell(row.metrics[metric] ?? null, isBest(row, metric, own))),
        ...(rewarded ? [{ text: describeReward(row.metrics.reward ?? null) }] : []),
        ...columns.map(({ cell }) => ({ text: cell(row) })),
        ...costs.map(({ of }) => ({ text: of(row) })),
      ]),
    };
  });
}

/** Marks a row as best if no other row of its length has a higher mean and some have a lower one. */
function isBest(row: EvalRow, metric: Metric, rows: readonly EvalRow[]): boolean {
  const mean = row.metrics[metric]?.mean ?? Number.NEGATIVE_INFINITY;
  const means = rows
    .filter(({ documents }) => documents === row.documents)
    .flatMap(({ metrics }) => metrics[metric]?.mean ?? []);
  return mean > 0 && means.every((other) => other <= mean) && means.some((other) => other < mean);
}

/** Formats the number of questions, or of episodes without questions, and the reasons of early ends. */
function describeCount({ questions, episodes, ended }: EvalRow): string {
  const reasons = Object.entries(ended).map(([reason, count]) => `${count} ${reason}`);
  const count = questions === 0 ? episodes : questions;
  return reasons.length === 0 ? String(count) : `${count} (${reasons.join(', ')})`;
}

/** Formats a reward of any scale with its interval. */
function describeReward(reward: Estimate | null): string {
  if (reward === null) return '–';
  const { mean, low, high } = reward;
  return low === high ? mean.toFixed(2) : `${mean.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

function round(value: number): string {
  return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : value.toFixed(0);
}

function seconds(milliseconds: number): string {
  const value = milliseconds / 1000;
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}

function tokensIn({ promptTokens, cachedTokens }: EvalRow['cost']): string {
  const cached = cachedTokens === 0 ? '' : ` (${shortNumber(cachedTokens)} cached)`;
  return `${shortNumber(promptTokens)}${cached}`;
}
