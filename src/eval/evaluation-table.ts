/**
 * The result of `evaluate`: rows, comparisons, and a text that fits the terminal.
 *
 * @module
 */
import type { PlacedComparison } from './compare-cells.ts';
import type { EvalRow } from './eval-row.ts';
import type { RunStop } from './run-tracker.ts';
import type { SuiteReport } from './suite-report.ts';
import { fullTable } from './suite-tables.ts';
import { formatTable, wrapText } from './text-table.ts';

/** Results of an evaluation. Prints itself as a table: `console.log(String(table))`. */
export interface EvaluationTable {
  /** One row per policy and data set. */
  readonly rows: readonly EvalRow[];
  /** Each policy against the first one, on the same questions. */
  readonly comparisons: readonly PlacedComparison[];
  /** Notes for the reader, one sentence each. */
  readonly notes: readonly string[];
  /** Present if the run ended early. */
  readonly stopped?: RunStop;
  /** Failures of models, embedders and stores, with the number of episodes that each ended. */
  readonly failures: Readonly<Record<string, number>>;
  /** Returns the table as text. Default width: that of the terminal, or 100. */
  toString(width?: number): string;
  toJSON(): Pick<EvaluationTable, 'rows' | 'comparisons' | 'notes'>;
}

export function createEvaluationTable(
  report: SuiteReport,
  run: Pick<EvaluationTable, 'stopped' | 'failures'>,
): EvaluationTable {
  const { rows, comparisons, notes } = report;
  const print = (width = readTerminalWidth()): string => formatReport(report, width).join('\n');
  const table: EvaluationTable = {
    rows,
    comparisons,
    notes,
    ...run,
    toString: print,
    toJSON: () => ({ rows, comparisons, notes }),
  };
  // console.log(table) shows the text as well.
  Object.defineProperty(table, Symbol.for('nodejs.util.inspect.custom'), { value: () => print() });
  return table;
}

/** Returns the table, comparisons and notes as lines. */
export function formatReport(
  report: Pick<SuiteReport, 'suite' | 'rows' | 'comparisons' | 'notes'>,
  width: number,
): readonly string[] {
  const overall = report.comparisons.filter(({ dataset }) => dataset === null);
  const told = overall.length > 0 ? overall : report.comparisons;
  const sentences = [...told.map(({ sentence }) => sentence), ...report.notes];
  return [
    ...formatTable(fullTable(report), width),
    ...(sentences.length === 0 ? [] : ['']),
    ...sentences.flatMap((sentence) => wrapText(`• ${sentence}`, width, '  ')),
  ];
}

function readTerminalWidth(): number {
  return (process.stdout as { readonly columns?: number }).columns ?? 100;
}
