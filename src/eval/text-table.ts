/**
 * Tables and sentences for a terminal of any width.
 *
 * @module
 */

/** A table of text cells. */
export interface TextTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Number of columns that name a row. They are repeated if the table is split. Default: 1. */
  readonly keys?: number;
  /** Titles of columns that move below the table if all rows have the same value. Default: none. */
  readonly common?: readonly string[];
}

/**
 * Returns a table as lines of at most `width` characters. Columns that are zero or empty in every row are omitted.
 * `common` columns with one value move into a line below. If the table is still too wide, it is split into several.
 *
 * @example console.log(formatTable(table, process.stdout.columns ?? 100).join('\n'));
 */
export function formatTable(table: TextTable, width: number): readonly string[] {
  const { header, rows, keys = 1, common = [] } = table;
  const columns = header.map((title, index) => ({ title, cells: rows.map((row) => row[index] ?? '') }));
  const empty = columns.filter(({ cells }, index) => index >= keys && cells.every(isEmpty));
  const constant = columns.filter(
    (column) =>
      common.includes(column.title) && !empty.includes(column) && rows.length > 1 && isConstant(column.cells),
  );
  const shown = columns.filter((column) => !empty.includes(column) && !constant.includes(column));
  const shownKeys = columns.slice(0, keys).filter((column) => shown.includes(column)).length;
  const notes = [
    ...(constant.length === 0
      ? []
      : [`Same in every row: ${constant.map(({ title, cells }) => `${title} ${cells[0]}`).join(', ')}.`]),
    ...(empty.length === 0
      ? []
      : [`Zero or empty in every row: ${empty.map(({ title }) => title).join(', ')}.`]),
  ];
  return [
    ...splitColumns(shown, shownKeys, width).flatMap((block, index) => [
      ...(index === 0 ? [] : ['']),
      ...alignColumns(block, width),
    ]),
    ...notes.flatMap((note) => wrapText(note, width)),
  ];
}

/** Returns a sentence as lines of at most `width` characters. Later lines are indented. */
export function wrapText(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

interface Column {
  readonly title: string;
  readonly cells: readonly string[];
}

function isEmpty(cell: string): boolean {
  return /^[0.–/ ]*$/.test(cell);
}

function isConstant([first, ...others]: readonly string[]): boolean {
  return others.every((cell) => cell === first);
}

const GAP = 2;

function measureWidth({ title, cells }: Column): number {
  return Math.max(title.length, ...cells.map((cell) => cell.length));
}

/** Groups columns into blocks that fit, each starting with the key columns. */
function splitColumns(
  columns: readonly Column[],
  keys: number,
  width: number,
): readonly (readonly Column[])[] {
  const repeated = columns.slice(0, keys);
  const start = repeated.reduce((sum, column) => sum + measureWidth(column) + GAP, -GAP);
  const blocks: Column[][] = [];
  let block: Column[] = [];
  let used = start;
  for (const column of columns.slice(keys)) {
    const needed = measureWidth(column) + GAP;
    if (block.length > 0 && used + needed > width) {
      blocks.push(block);
      block = [];
      used = start;
    }
    block.push(column);
    used += needed;
  }
  blocks.push(block);
  return blocks.map((some) => [...repeated, ...some]);
}

/** Aligns the first column left and figures right. Truncates a first column that is too wide. */
function alignColumns(columns: readonly Column[], width: number): readonly string[] {
  const others = columns.slice(1).reduce((sum, column) => sum + measureWidth(column) + GAP, 0);
  const widths = columns.map((column, index) =>
    index === 0 ? Math.min(measureWidth(column), Math.max(12, width - others)) : measureWidth(column),
  );
  const join = (pick: (column: Column) => string): string =>
    columns
      .map((column, index) => {
        const text = cutText(pick(column), widths[index]!);
        return index === 0 ? text.padEnd(widths[index]!) : text.padStart(widths[index]!);
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  const rule = widths.map((each) => '─'.repeat(each)).join(' '.repeat(GAP));
  const rows = columns[0]?.cells.map((_, row) => join(({ cells }) => cells[row]!)) ?? [];
  return [join(({ title }) => title), rule, ...rows];
}

function cutText(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
