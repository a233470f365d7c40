/**
 * Styles, widths and tables for terminals.
 *
 * @module
 */
import type { Writable } from 'node:stream';

/** Colours and emphasis for terminal output. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  blue(text: string): string;
  cyan(text: string): string;
}

/** Returns the style for a stream. It is plain if the stream is not a terminal or `NO_COLOR` is set. */
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

/** Makes untrusted text safe for a terminal and shortens it to one line of `width` characters. */
export function oneLine(text: string, width: number): string {
  const plain = text
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}|\p{Cf}/gu, '')
    .trim();
  const characters = [...plain];
  return characters.length <= width ? plain : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** Control characters but line break and tab, and characters that change the direction of text. */
const UNSAFE = /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Writes characters that could drive a terminal as `\u001b`, so that names and messages stay apart and readable. */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Returns the width of a terminal in columns, from 60 to 140 (default: 100). */
export function readWidth(stream: Writable & { readonly columns?: number }): number {
  return Math.max(60, Math.min(stream.columns ?? 100, 140));
}

/** Aligns cells in columns. The first column is left-aligned, the others by `side`. */
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
