/**
 * Styles, widths and tables for terminals.
 *
 * @module
 */
import type { Writable } from 'node:stream';

/** Marks parts of a line for the eye; plain text where the output is not a terminal. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  blue(text: string): string;
  cyan(text: string): string;
}

/** Colours for a stream: none where it is not a terminal, or where `NO_COLOR` asks for none. */
export function styleFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): Style {
  const colours = stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
  const paint =
    (open: number, close: number) =>
    (text: string): string =>
      colours ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    green: paint(32, 39),
    red: paint(31, 39),
    yellow: paint(33, 39),
    blue: paint(34, 39),
    cyan: paint(36, 39),
  };
}

/** Text of documents and models, made harmless for a terminal and cut to one line of `width` characters. */
export function oneLine(text: string, width: number): string {
  const plain = text
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}|\p{Cf}/gu, '')
    .trim();
  const characters = [...plain];
  return characters.length <= width ? plain : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** Columns of a terminal; 100 where it is not one. */
export function widthOf(stream: Writable & { readonly columns?: number }): number {
  return Math.max(60, Math.min(stream.columns ?? 100, 140));
}

/** Rows of cells as aligned columns; the first column stands to the left, the others to the `side` given. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  side: 'left' | 'right' = 'right',
): readonly string[] {
  const widths = header.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 || side === 'left' ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)];
}
