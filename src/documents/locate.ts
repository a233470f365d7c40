/**
 * Maps offsets in a document's text to places in the file.
 *
 * @module
 */
import type { Block, FileDocument } from './file-document.ts';

/** A place in a file. Lines of a .docx file are its paragraphs. Lines of a PDF count per page. */
export interface FilePlace {
  readonly path: string;
  readonly line: number;
  readonly page?: number;
  readonly row?: number;
  readonly key?: string;
  readonly message?: number;
}

/** Finds the place of a character. */
export function locate(document: FileDocument, offset: number): FilePlace {
  const { path } = document;
  const block = findBlock(document, offset);
  const { page, row, key, message } = block ?? {};
  return {
    path,
    line: findLine(document, offset),
    page,
    row,
    key,
    message,
  };
}

/** Formats a place for people: `notes/a.md:12`, `report.pdf, page 3`, `data.json:4 (users[2])`. */
export function formatPlace({ path, line, page, key, message }: FilePlace): string {
  if (page !== undefined) return `${path}, page ${page}`;
  const at = `${path}:${line}`;
  if (key !== undefined && key !== '') return `${at} (${key})`;
  return message === undefined ? at : `${at} (message ${message})`;
}

function findLine(document: FileDocument, offset: number): number {
  const line = countBefore(findLineStarts(document), offset) - 1;
  const jump = document.lines[countBefore(findJumps(document), line) - 1] ?? [0, 1];
  return jump[1] + line - jump[0];
}

function findBlock(document: FileDocument, offset: number): Block | undefined {
  const { blocks } = document;
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return blocks[low - 1];
}

const lineStarts = new WeakMap<FileDocument, readonly number[]>();
const jumps = new WeakMap<FileDocument, readonly number[]>();

function findLineStarts(document: FileDocument): readonly number[] {
  const known = lineStarts.get(document);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = document.text.indexOf('\n'); at !== -1; at = document.text.indexOf('\n', at + 1))
    starts.push(at + 1);
  lineStarts.set(document, starts);
  return starts;
}

function findJumps(document: FileDocument): readonly number[] {
  const known = jumps.get(document);
  if (known !== undefined) return known;
  const starts = document.lines.map(([text]) => text);
  jumps.set(document, starts);
  return starts;
}

/** Counts how many ascending numbers are at most `limit`. */
function countBefore(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
