/**
 * Tables of a report, the same in HTML and Markdown.
 *
 * @module
 */
import type { Estimate } from '../score/bootstrap.ts';

/** A table of a report. */
export interface ReportTable {
  readonly title: string;
  /** One or two sentences that explain the table. */
  readonly note: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
}

export interface TableColumn {
  readonly title: string;
  /** Explanation of the column, if the title is not enough. */
  readonly hint?: string;
  /** Whether the column is right-aligned. */
  readonly figures: boolean;
  /** Style of this column's part of a bar, shown next to the title. */
  readonly swatch?: string;
}

export interface TableCell {
  readonly text: string;
  /** Interval of a share, 0 to 1. */
  readonly interval?: Estimate;
  /** Whether it is the best of its column. */
  readonly best?: boolean;
  /** Shares of one bar, drawn in HTML only. */
  readonly bar?: readonly { readonly share: number; readonly style: string }[];
}

/** Makes a cell with a share in percent and its interval, or a dash if the share is undefined. */
export function estimateCell(estimate: Estimate | null, best: boolean): TableCell {
  if (estimate === null) return { text: '–' };
  return { text: percent(estimate.mean), interval: estimate, ...(best && { best }) };
}

/** Writes 0.1234 as `12.3`. */
export function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** Writes the share of `part` in `whole` in percent, or a dash if `whole` is 0. */
export function formatShare(part: number, whole: number): string {
  return whole === 0 ? '–' : percent(part / whole);
}
