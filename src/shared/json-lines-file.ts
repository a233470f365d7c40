/**
 * Reads JSON Lines files, including files with a last line cut short by a crash.
 *
 * @module
 */
import { createReadStream } from 'node:fs';
import { open, truncate } from 'node:fs/promises';
import { AtomMemError } from './error.ts';
import { type JsonLine, readJsonLines, requireValue } from './json-lines.ts';

/**
 * Reads the lines of a file one at a time.
 *
 * @throws AtomMemError `missing-file`, `unreadable-file`
 */
export async function* readJsonLinesFile(path: string): AsyncGenerator<JsonLine, void> {
  yield* readPart(path, Number.POSITIVE_INFINITY);
}

async function* readPart(path: string, end: number): AsyncGenerator<JsonLine, void> {
  if (end === 0) return;
  try {
    yield* readJsonLines(createReadStream(path, { highWaterMark: 2 ** 18, end: end - 1 }));
  } catch (cause) {
    throw toFileError(cause, path);
  }
}

/**
 * Reads the values of an append-only file. Returns none if the file is missing. Skips a last line that a crash cut
 * short.
 *
 * @param options.repair whether to remove such a line, so that appending can continue. Only for the appending
 * process. Default: false.
 * @throws AtomMemError `malformed-json` with the line, `unreadable-file`
 */
export async function readAppendedLines(
  path: string,
  { repair = false }: { readonly repair?: boolean } = {},
): Promise<readonly unknown[]> {
  try {
    const { whole, size } = await measureLines(path);
    if (repair && whole < size) await truncate(path, whole);
    const remedy = 'Remove the line. Its work is then done again';
    const values: unknown[] = [];
    for await (const line of readPart(path, whole)) values.push(requireValue(line, path, remedy));
    return values;
  } catch (cause) {
    const error = toFileError(cause, path);
    if (AtomMemError.isInstance(error, 'missing-file')) return [];
    throw error;
  }
}

const NEWLINE = 0x0a;
const BLOCK = 2 ** 16;

/** Returns the file's size and the number of bytes up to the last line break. Searches from the end. */
async function measureLines(path: string): Promise<{ readonly whole: number; readonly size: number }> {
  const file = await open(path, 'r');
  let whole = 0;
  try {
    const { size } = await file.stat();
    for (let end = size; end > 0 && whole === 0; end -= BLOCK) {
      const start = Math.max(0, end - BLOCK);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      whole = start + buffer.subarray(0, bytesRead).lastIndexOf(NEWLINE) + 1;
      if (whole === start) whole = 0;
    }
    return { whole, size };
  } finally {
    await file.close();
  }
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
