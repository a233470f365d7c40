/**
 * Writes the main finding of a report.
 *
 * @module
 */
import type { PlacedComparison } from '../eval/compare-cells.ts';
import type { EvalRow } from '../eval/eval-row.ts';
import { percent } from './report-table.ts';

/**
 * Returns the main finding as a sentence: the largest real difference, the absence of real differences, or the
 * figures of the only policy. A difference is stated only if it stays real after correction for the number of
 * comparisons (Bonferroni). Returns `null` if nothing was measured.
 */
export function writeHeadline(
  rows: readonly EvalRow[],
  comparisons: readonly PlacedComparison[],
): string | null {
  const overall = comparisons.filter(({ dataset }) => dataset === null);
  const told = overall.length > 0 ? overall : comparisons;
  if (told.length === 0) return describeRow(rows.find(({ episodes }) => episodes > 0));
  const real = told.filter(({ verdict }) => verdict !== 'chance');
  const [largest] = real
    .filter(({ p }) => p * told.length < LEVEL)
    .toSorted((one, other) => Math.abs(other.difference.mean) - Math.abs(one.difference.mean));
  return largest?.sentence ?? describeChance(told, real.length);
}

const LEVEL = 0.05;

function describeChance(told: readonly PlacedComparison[], real: number): string {
  const most = Math.max(...told.map(({ questions }) => questions));
  const thing = told.every(({ metric }) => metric === 'reward') ? 'task' : 'question';
  const asked = `(${most} ${thing}${most === 1 ? '' : 's'})`;
  const [only] = told;
  if (told.length === 1)
    return `The difference between ${only!.first} and ${only!.second} could be chance ${asked}.`;
  if (real === 0)
    return `None of ${told.length} differences between policies is larger than chance ${asked}.`;
  return `${real} of ${told.length} differences between policies ${real === 1 ? 'is' : 'are'} larger than chance, but none is after correction for ${told.length} comparisons ${asked}.`;
}

function describeRow(row: EvalRow | undefined): string | null {
  if (row === undefined) return null;
  const { policy, dataset, questions, metrics } = row;
  const of = questions === 0 ? '' : ` of ${questions} questions`;
  const parts = [
    metrics.answerInMemory && `has the answer in memory for ${percent(metrics.answerInMemory.mean)} %${of}`,
    metrics.em && `answers ${percent(metrics.em.mean)} %${of} exactly right`,
    metrics.reward && `earns a mean reward of ${metrics.reward.mean.toFixed(2)}`,
  ].filter((part) => part != null);
  return parts.length === 0 ? null : `On ${dataset}, ${policy} ${parts.join(' and ')}.`;
}
