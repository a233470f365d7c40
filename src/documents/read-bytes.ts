/**
 * Reads the bytes of a file, decompresses gzip within a limit and reports typed failures.
 *
 * @module
 */
import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { AtomMemError } from '../shared/error.ts';

const GZIP = [0x1f, 0x8b];
const UTF8_MARK = [0xef, 0xbb, 0xbf];

/** Maximum gzip ratio, or `LEAST_UNPACKED` if that is larger. Text compresses to a fifth or a tenth. */
const LARGEST_RATIO = 60;
const LEAST_UNPACKED = 256 * 2 ** 20;

/**
 * Reads a file and decompresses gzip content.
 *
 * @param limit maximum bytes, compressed and decompressed. Default: none for the file; decompressed, 60 times its
 * size or 256 MiB.
 * @throws AtomMemError `missing-file`, `unreadable-file`, `too-large`
 */
export async function readBytes(path: string, limit?: number): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await (limit === undefined ? readFile(path) : readBounded(path, limit));
  } catch (cause) {
    throw AtomMemError.isInstance(cause) ? cause : toReadError(path, cause);
  }
  if (!startsWith(bytes, GZIP)) return bytes;
  const most = limit ?? Math.max(LEAST_UNPACKED, LARGEST_RATIO * bytes.length);
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(path, most, 'unpacks to');
    throw new AtomMemError('unreadable-file', {
      problem: `${path}: the gzip data is damaged (${readReason(cause)})`,
      remedy: 'Download or pack the file again',
      details: { path },
      cause,
    });
  }
}

/**
 * Reads at most `limit` bytes of a regular file. Files under `/proc` report size 0 and may never end, so bytes are
 * counted while reading. Opening a pipe would wait for a writer, so files are opened without blocking.
 */
async function readBounded(path: string, limit: number): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw notRegular(path);
    if (stats.size > limit) throw tooLarge(path, limit, 'has');
    let buffer = Buffer.allocUnsafe((Math.floor(stats.size / PAGE) + 1) * PAGE);
    let filled = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, filled);
      if (bytesRead === 0) return buffer.subarray(0, filled);
      filled += bytesRead;
      if (filled > limit) throw tooLarge(path, limit, 'has');
      if (filled === buffer.length) buffer = Buffer.concat([buffer], 2 * filled);
    }
  } finally {
    await file.close();
  }
}

const PAGE = 4096;

/** Creates the error for folders, pipes, sockets and devices. */
export function notRegular(path: string): AtomMemError<'unsupported-file'> {
  return new AtomMemError('unsupported-file', {
    problem: `${path} is not a regular file`,
    remedy: 'Pass a text file',
    details: { path },
  });
}

function tooLarge(path: string, limit: number, verb: string): AtomMemError<'too-large'> {
  return new AtomMemError('too-large', {
    problem: `${path} ${verb} more than ${Math.floor(limit / 2 ** 20)} MiB`,
    remedy: 'Split the file, or raise the limit (maxBytes, --max-megabytes)',
    details: { path },
  });
}

/** Reads a UTF-8 file without its byte order mark. */
export async function readTextBytes(path: string): Promise<Buffer> {
  const bytes = await readBytes(path);
  if (!isUtf8(bytes)) {
    throw new AtomMemError('unreadable-encoding', {
      problem: `${path} is ${isWide(bytes) ? 'UTF-16 text' : 'not UTF-8 text'}`,
      remedy: 'Save it as UTF-8',
      details: { path },
    });
  }
  return startsWith(bytes, UTF8_MARK) ? bytes.subarray(UTF8_MARK.length) : bytes;
}

function isWide(bytes: Buffer): boolean {
  return startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]);
}

/** What Node puts into names in place of bytes that are not UTF-8. */
const REPLACEMENT = '\uFFFD';

/** Converts a system error about a file or folder. */
export function toReadError(path: string, cause: unknown): AtomMemError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const details = { path };
  if (code === 'ENOENT' && path.includes(REPLACEMENT))
    return new AtomMemError('unreadable-file', {
      problem: `${path} has a name that is not UTF-8`,
      remedy: 'Rename it',
      details,
      cause,
    });
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new AtomMemError('missing-file', {
      problem: `${path}: no such file`,
      remedy: 'Check the path',
      details,
      cause,
    });
  if (code === 'EISDIR')
    return new AtomMemError('unreadable-file', {
      problem: `${path} is a folder`,
      remedy: 'Name a file in it',
      details,
      cause,
    });
  return new AtomMemError('unreadable-file', {
    problem: `${path} cannot be read (${readReason(cause)})`,
    remedy:
      code === undefined ? 'Save it in another format, or leave it out' : 'Check the permissions of the file',
    details,
    cause,
  });
}

/**
 * Returns an error's message on one line, at most 200 characters. For a system error (`EACCES: permission denied, open
 * 'a.txt'`), returns only the description.
 */
export function readReason(cause: unknown): string {
  const message = (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ').trim();
  const words = /^E[A-Z]+: ([^,]+), \w+(?: '.*')?$/.exec(message)?.[1] ?? message;
  return words.length > 200 ? `${words.slice(0, 199)}…` : words;
}

export function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, position) => bytes[position] === byte);
}
