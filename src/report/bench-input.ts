import type { Cell } from '../eval/bench/bench-plan.ts';
import type { BenchReport, BenchRow } from '../eval/bench/bench-report.ts';
import type { BenchRun } from '../eval/bench/run-bench.ts';
import type { EpisodeMeasure } from './measure-episode.ts';
import { type EpisodeDigest, type ReportInput, streamsTitle } from './report-input.ts';

/** A bench as input of a report, all but its title and the episodes to show. */
export interface BenchInput extends Pick<ReportInput, 'rows' | 'notes' | 'comparisons' | 'columns'> {
  readonly digests: readonly EpisodeDigest[];
  /** Where each digest's episode stands in the folder, for `BenchFolder.trajectoryPath`. */
  readonly keys: readonly string[];
}

/**
 * Takes over what a bench found. Its parts must have been run with `measure: measureEpisode`: episodes
 * without a measure are in the table, but in no chart of memory.
 */
export function benchInput(run: BenchRun, report: BenchReport): BenchInput {
  const several = run.suite.variants.length > 1;
  const nameOf = (policy: string, variant: string): string => (several ? `${policy}, ${variant}` : policy);
  // Conversations are as long as they are: the table says how long on average, and so do the charts.
  const lengthOf = ({ dataset, documents }: Cell): number =>
    documents ?? report.rows.find((row) => row.dataset === dataset)?.documents ?? 0;
  const measured = run.episodes.flatMap(({ cell, key, outcome }) => {
    if (outcome?.measure === undefined) return [];
    const digest: EpisodeDigest = {
      policy: nameOf(cell.policy, cell.variant.name),
      dataset: cell.dataset,
      documents: lengthOf(cell),
      score: outcome.score,
      measure: outcome.measure as unknown as EpisodeMeasure,
    };
    return [{ key, digest }];
  });
  const priced = report.rows.some(({ money }) => money !== null && money > 0);
  const money = ({ money: spent }: BenchRow): string => (spent === null ? '–' : spent.toFixed(4));
  return {
    rows: report.rows.map((row) => ({ ...row, policy: nameOf(row.policy, row.variant) })),
    notes: [report.asks, ...report.notes],
    comparisons: report.comparisons.map(placedSentence),
    columns: priced ? [{ title: 'Money', cell: money }] : [],
    digests: measured.map(({ digest }) => digest),
    keys: measured.map(({ key }) => key),
  };
}

function placedSentence({ dataset, documents, sentence }: BenchReport['comparisons'][number]): string {
  return `${dataset === null ? 'All together' : streamsTitle(dataset, documents ?? 0)}: ${sentence}`;
}
