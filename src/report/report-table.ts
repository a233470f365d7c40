import type { Estimate } from '../score/bootstrap.ts';

/** A table for people, the same in HTML and Markdown. */
export interface ReportTable {
  readonly title: string;
  /** How to read it, in a sentence or two. */
  readonly note: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
}

export interface TableColumn {
  readonly title: string;
  /** What the column means, where the title does not say. */
  readonly hint?: string;
  /** Columns of figures stand to the right. */
  readonly figures: boolean;
  /** Style of this column's part of a bar: shown beside the title. */
  readonly swatch?: string;
}

export interface TableCell {
  readonly text: string;
  /** The interval of a share, 0 to 1: written small beside it, and drawn. */
  readonly interval?: Estimate;
  /** The best of its column. */
  readonly best?: boolean;
  /** Shares of one bar, drawn in HTML only; each in a style of the page. */
  readonly bar?: readonly { readonly share: number; readonly style: string }[];
}

/** A share as percent with its interval; a dash where there is none. */
export function estimateCell(estimate: Estimate | null, best: boolean): TableCell {
  if (estimate === null) return { text: '–' };
  return { text: percent(estimate.mean), interval: estimate, ...(best && { best }) };
}

/** 0.1234 as `12.3`. */
export function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** The share of `part` in `whole`, in percent; a dash for a share of nothing. */
export function shareOf(part: number, whole: number): string {
  return whole === 0 ? '–' : percent(part / whole);
}
