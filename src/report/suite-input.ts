/**
 * Converts a suite's results to report input.
 *
 * @module
 */

import type { EvalRow } from '../eval/eval-row.ts';
import type { SuiteRun } from '../eval/run-suite.ts';
import type { Cell } from '../eval/suite-plan.ts';
import type { SuiteReport } from '../eval/suite-report.ts';
import { writeHeadline } from './headline.ts';
import type { EpisodeMeasure } from './measure-episode.ts';
import { type EpisodeDigest, type ReportInput, streamsTitle } from './report-input.ts';

/** Report input from a bench, without the title and the episodes to show. */
export interface SuiteInput
  extends Pick<ReportInput, 'headline' | 'rows' | 'notes' | 'comparisons' | 'columns'> {
  readonly digests: readonly EpisodeDigest[];
  /** Key of each digest's episode, for `ResultsFolder.trajectoryPath`. */
  readonly keys: readonly string[];
  /** Cell of each digest's episode. */
  readonly cells: readonly Cell[];
}

/**
 * Converts the results of a bench. Its parts must have been run with `measure: measureEpisode`. Episodes without a
 * measure are in the table, but not in charts of memory.
 */
export function readSuiteInput(run: SuiteRun, report: SuiteReport): SuiteInput {
  const several = run.suite.variants.length > 1;
  const toName = (policy: string, variant: string): string => (several ? `${policy}, ${variant}` : policy);
  // Conversations keep their own length, so tables and charts show the average length.
  const readLength = ({ dataset, documents }: Cell): number =>
    documents ?? report.rows.find((row) => row.dataset === dataset)?.documents ?? 0;
  const measured = run.episodes.flatMap(({ cell, key, outcome }) => {
    if (outcome?.measure === undefined) return [];
    const digest: EpisodeDigest = {
      policy: toName(cell.policy, cell.variant.name),
      dataset: cell.dataset,
      documents: readLength(cell),
      score: outcome.score,
      measure: outcome.measure as unknown as EpisodeMeasure,
    };
    return [{ key, cell, digest }];
  });
  const priced = report.rows.some(({ money }) => money !== null && money > 0);
  const money = ({ money: spent }: EvalRow): string => (spent === null ? '–' : spent.toFixed(4));
  return {
    headline: writeHeadline(report.rows, report.comparisons),
    rows: report.rows.map((row) => ({ ...row, policy: toName(row.policy, row.variant) })),
    notes: report.notes,
    comparisons: report.comparisons.map(placedSentence),
    columns: priced ? [{ title: 'Money', cell: money }] : [],
    digests: measured.map(({ digest }) => digest),
    keys: measured.map(({ key }) => key),
    cells: measured.map(({ cell }) => cell),
  };
}

function placedSentence({ dataset, documents, sentence }: SuiteReport['comparisons'][number]): string {
  return `${dataset === null ? 'All cells' : streamsTitle(dataset, documents ?? 0)}: ${sentence}`;
}
