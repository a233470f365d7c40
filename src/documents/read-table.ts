/**
 * Reads CSV and TSV: one row per record, with the columns of the header.
 *
 * @module
 */
import { createDocumentBuilder, type FileInfo } from './document-builder.ts';
import type { FileDocument } from './file-document.ts';
import { createPartCounter } from './part-limit.ts';

interface Row {
  readonly cells: readonly string[];
  /** 1-based line on which it starts. */
  readonly line: number;
}

/** Reads a table. The separator is `,`, `;`, tab or `|`, whichever splits the first lines most evenly. */
export function readTable(text: string, info: FileInfo): FileDocument {
  const builder = createDocumentBuilder('table', info);
  const rows = listRows(text, info.path);
  const header = findHeader(rows);
  const body = header === undefined ? rows : rows.slice(rows.indexOf(header) + 1);
  for (const [index, { cells, line }] of body.entries()) {
    const named = cells.map((value, column): [string, string] => [header?.cells[column] ?? '', value]);
    builder.row(named, line, { row: index + 1 });
  }
  return builder.finish('');
}

function listRows(text: string, path: string): readonly Row[] {
  const countParts = createPartCounter(path);
  const rows: Row[] = [];
  for (const row of parseRows(text, findSeparator(text))) {
    countParts(row.cells.length);
    if (row.cells.some((cell) => cell.trim() !== '')) rows.push(row);
  }
  return rows;
}

const SEPARATORS = [',', ';', '\t', '|'];

function findSeparator(text: string): string {
  const lines = text
    .slice(0, 8000)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 10);
  const score = (separator: string): number => {
    const counts = lines.map((line) => line.split(separator).length - 1);
    return counts[0]! * counts.filter((count) => count === counts[0]).length;
  };
  return SEPARATORS.map((separator) => ({ separator, score: score(separator) })).reduce((best, one) =>
    one.score > best.score ? one : best,
  ).separator;
}

/** Returns whether the first row is a header: its cells are distinct words. */
function findHeader(rows: readonly Row[]): Row | undefined {
  const most = rows.slice(0, 20).reduce((count, { cells }) => Math.max(count, cells.length), 0);
  const first = rows
    .slice(0, 5)
    .find(({ cells }) => cells.filter((cell) => cell.trim() !== '').length >= most - 1);
  if (first === undefined || rows.length < 2) return undefined;
  const names = first.cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const words = names.every((name) => !/^[-+]?[\d.,\s%€$£]+$/.test(name) && name.length <= 60);
  return words && new Set(names).size === names.length ? first : undefined;
}

/** Splits cells as in RFC 4180: quotes can contain separators and line breaks, and a doubled quote is one quote. */
export function* parseRows(text: string, separator: string): Generator<Row> {
  let cells: string[] = [];
  let line = 1;
  let start = 1;
  let at = 0;
  while (at < text.length) {
    let cell: string;
    if (text[at] === '"') {
      const parts: string[] = [];
      at += 1;
      for (;;) {
        const quote = text.indexOf('"', at);
        const end = quote === -1 ? text.length : quote;
        parts.push(text.slice(at, end));
        at = end + 1;
        if (text[at] !== '"') break;
        parts.push('"');
        at += 1;
      }
      cell = parts.join('');
      line += countLines(cell);
    } else {
      cell = text.slice(at, findEnd(text, at, separator));
      at += cell.length;
    }
    cells.push(cell);
    if (text[at] === separator) at += 1;
    else if (at >= text.length || text[at] === '\n') {
      yield { cells, line: start };
      cells = [];
      at += 1;
      line += 1;
      start = line;
    }
  }
  if (cells.length > 0) yield { cells, line: start };
}

function findEnd(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n') at += 1;
  return at;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
