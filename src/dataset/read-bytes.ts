import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { DatasetError, reasonOf } from './dataset-error.ts';

const GZIP = [0x1f, 0x8b];
const UTF8_MARK = [0xef, 0xbb, 0xbf];
const UTF16_MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];

/** The bytes of a file, unpacked where they are gzip (by content, not by name). Throws a `DatasetError`. */
export async function readBytes(path: string): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  if (!startsWith(bytes, GZIP)) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    const message = `${path}: broken gzip file (${reasonOf(cause)}); fetch or pack it again`;
    throw new DatasetError('unreadable-file', message, { cause });
  }
}

/** The bytes of a text file, checked to be UTF-8 and without the byte order mark. */
export async function readTextBytes(path: string): Promise<Buffer> {
  return checkText(await readBytes(path), path);
}

/** Bytes that are UTF-8, without the byte order mark; `path` stands in the error. */
export function checkText(bytes: Buffer, path: string): Buffer {
  if (UTF16_MARKS.some((mark) => startsWith(bytes, mark))) {
    throw new DatasetError('unreadable-encoding', `${path}: text is UTF-16; save it as UTF-8`);
  }
  if (!isUtf8(bytes)) {
    const message = `${path}: not UTF-8 text; save it as UTF-8, or leave it out if it is not text`;
    throw new DatasetError('unreadable-encoding', message);
  }
  return startsWith(bytes, UTF8_MARK) ? bytes.subarray(UTF8_MARK.length) : bytes;
}

/** What to say of a file or folder that the system would not read. */
export function unreadable(path: string, cause: unknown): DatasetError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new DatasetError('missing-file', `${path}: no such file; check the path`, { cause });
  }
  if (code === 'EISDIR') {
    return new DatasetError('unreadable-file', `${path}: is a folder; name a file in it`, { cause });
  }
  const message = `${path}: cannot be read (${reasonOf(cause)})`;
  return new DatasetError('unreadable-file', message, { cause });
}

function startsWith(bytes: Buffer, mark: readonly number[]): boolean {
  return mark.every((byte, position) => bytes[position] === byte);
}
