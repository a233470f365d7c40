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
 * figures of the only policy. Returns `null` if nothing was measured.
 */
export function writeHeadline(
  rows: readonly EvalRow[],
  comparisons: readonly PlacedComparison[],
): string | null {
  const overall = comparisons.filter(({ dataset }) => dataset === null);
  const told = overall.length > 0 ? overall : comparisons;
  const real = told
    .filter(({ verdict }) => verdict !== 'chance')
    .sort((one, other) => Math.abs(other.difference.mean) - Math.abs(one.difference.mean));
  if (real[0] !== undefined) return real[0].sentence;
  if (told.length > 0) {
    const most = Math.max(...told.map(({ questions }) => questions));
    return told.length === 1
      ? `The difference between ${told[0]!.first} and ${told[0]!.second} could be chance (${most} questions).`
      : `None of ${told.length} differences between policies is larger than chance (${most} questions).`;
  }
  return describeRow(rows.find(({ episodes }) => episodes > 0));
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
