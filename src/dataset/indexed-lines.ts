/**
 * Random access to the lines of a large file: one pass notes where each line is, and lines are read again when needed.
 *
 * @module
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { readReason, toReadError } from '../documents/read-bytes.ts';
import { createDatasetError } from './dataset-file-error.ts';

/** A line of a file, in bytes. */
export interface LinePlace {
  /** 1-based. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const BLOCK = 2 ** 20;
const NEWLINE = 0x0a;

/**
 * Parses every line of a JSON Lines file and keeps only what `read` returns, with the place of the line. Blank lines are
 * skipped. Holds one line in memory at a time.
 *
 * @throws AtomMemError `missing-file`, `unreadable-file`, `malformed-json`
 */
export async function indexLines<Kept>(
  path: string,
  read: (value: unknown, place: LinePlace) => Kept,
): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  const file = await open(path).catch((cause: unknown) => {
    throw toReadError(path, cause);
  });
  const finish = (bytes: Buffer, place: LinePlace): void => {
    const text = bytes.toString('utf8');
    if (text.trim() !== '') kept.push(read(parseLine(text, path, place.line), place));
  };
  try {
    const block = Buffer.alloc(BLOCK);
    let parts: Buffer[] = [];
    let [line, start, position] = [1, 0, 0];
    for (;;) {
      const { bytesRead } = await file.read(block, 0, BLOCK, position);
      if (bytesRead === 0) break;
      let from = 0;
      for (let at = block.indexOf(NEWLINE); at !== -1 && at < bytesRead; at = block.indexOf(NEWLINE, from)) {
        finish(Buffer.concat([...parts, block.subarray(from, at)]), { line, start, end: position + at });
        parts = [];
        from = at + 1;
        [line, start] = [line + 1, position + from];
      }
      if (from < bytesRead) parts.push(Buffer.from(block.subarray(from, bytesRead)));
      position += bytesRead;
    }
    finish(Buffer.concat(parts), { line, start, end: position });
    return kept;
  } finally {
    await file.close();
  }
}

/** Reads one line again. */
export function readLineAt(path: string, { line, start, end }: LinePlace): unknown {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(end - start);
    readSync(file, bytes, 0, bytes.length, start);
    return parseLine(bytes.toString('utf8'), path, line);
  } finally {
    closeSync(file);
  }
}

function parseLine(text: string, path: string, line: number): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw createDatasetError('malformed-json', {
      ...{ path, place: `line ${line}`, line },
      problem: `is not valid JSON (${readReason(cause)})`,
      remedy: 'Download the file again',
    });
  }
}
