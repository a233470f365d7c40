/**
 * Reads JSON Lines from files, including files that a process was appending to when it died.
 *
 * @module
 */
import { createReadStream } from 'node:fs';
import { open, truncate } from 'node:fs/promises';
import { AtomMemError } from './error.ts';
import { type JsonLine, readJsonLines, requireValue } from './json-lines.ts';

/**
 * Reads the lines of a file, one at a time.
 *
 * @throws AtomMemError `missing-file`, `unreadable-file`
 */
export async function* readJsonLinesFile(path: string): AsyncGenerator<JsonLine, void> {
  try {
    yield* readJsonLines(createReadStream(path, { highWaterMark: 2 ** 18 }));
  } catch (cause) {
    throw toFileError(cause, path);
  }
}

/**
 * Reads the values of a file that is only ever appended to; none if the file is missing. If a crash cut the
 * last line short, that line is removed from the file, so that appending continues after a complete one.
 *
 * @throws AtomMemError `malformed-json` with the line, `unreadable-file`
 */
export async function readAppendedLines(path: string): Promise<readonly unknown[]> {
  try {
    await dropCutLine(path);
    const remedy = 'Remove the line. Its work is then done again';
    const values: unknown[] = [];
    for await (const line of readJsonLinesFile(path)) values.push(requireValue(line, path, remedy));
    return values;
  } catch (cause) {
    const error = toFileError(cause, path);
    if (AtomMemError.isInstance(error, 'missing-file')) return [];
    throw error;
  }
}

const NEWLINE = 0x0a;
const BLOCK = 2 ** 16;

/** Looks for the last line break from the end of the file, and cuts what follows it. */
async function dropCutLine(path: string): Promise<void> {
  const file = await open(path, 'r');
  let whole = 0;
  let size: number;
  try {
    ({ size } = await file.stat());
    for (let end = size; end > 0 && whole === 0; end -= BLOCK) {
      const start = Math.max(0, end - BLOCK);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      whole = start + buffer.subarray(0, bytesRead).lastIndexOf(NEWLINE) + 1;
      if (whole === start) whole = 0;
    }
  } finally {
    await file.close();
  }
  if (whole < size) await truncate(path, whole);
}

function toFileError(cause: unknown, path: string): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  if (AtomMemError.isInstance(cause) || typeof code !== 'string') return cause;
  const missing = code === 'ENOENT';
  return new AtomMemError(missing ? 'missing-file' : 'unreadable-file', {
    problem: missing ? `${path} does not exist` : `${path} cannot be read (${code})`,
    remedy: missing ? 'Check the path' : 'Check that it is a file that you may read',
    details: { path },
    cause,
  });
}
