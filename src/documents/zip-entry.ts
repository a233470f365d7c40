/**
 * Reads one file of a ZIP archive, within a size limit.
 *
 * @module
 */
import { inflateRawSync } from 'node:zlib';
import { AtomMemError } from '../shared/error.ts';
import { readReason } from './read-bytes.ts';

const END = 0x06054b50;
const DIRECTORY = 0x02014b50;
const LONGEST_COMMENT = 0xffff;

/**
 * Decompresses a file of an archive. Returns `undefined` if the archive lacks the file or is not a ZIP archive.
 *
 * @param limit maximum decompressed bytes
 * @throws AtomMemError `too-large`, `unreadable-file`
 */
export function readZipEntry(bytes: Buffer, name: string, path: string, limit: number): Buffer | undefined {
  try {
    return findEntry(bytes, name, limit);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new AtomMemError('too-large', {
        problem: `${path} unpacks to more than ${Math.floor(limit / 2 ** 20)} MiB`,
        remedy: 'Save the document as text, or raise the limit (maxBytes, --max-megabytes)',
        details: { path },
      });
    }
    throw new AtomMemError('unreadable-file', {
      problem: `${path}: the archive is damaged (${describeDamage(cause)})`,
      remedy: 'Save or download the file again',
      details: { path },
      cause,
    });
  }
}

/** A `RangeError` means that the archive's directory points outside the file. */
function describeDamage(cause: unknown): string {
  return cause instanceof RangeError ? 'it is cut off, or its directory is wrong' : readReason(cause);
}

function findEntry(bytes: Buffer, name: string, limit: number): Buffer | undefined {
  const end = findEnd(bytes);
  if (end === undefined) return undefined;
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count && bytes.readUInt32LE(at) === DIRECTORY; index++) {
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    if (bytes.toString('utf8', at + 46, at + 46 + nameSize!) === name) return unpack(bytes, at, limit);
    at += 46 + nameSize! + extraSize! + commentSize!;
  }
  return undefined;
}

function findEnd(bytes: Buffer): number | undefined {
  const last = Math.max(0, bytes.length - 22 - LONGEST_COMMENT);
  for (let at = bytes.length - 22; at >= last; at--) if (bytes.readUInt32LE(at) === END) return at;
  return undefined;
}

function unpack(bytes: Buffer, entry: number, limit: number): Buffer {
  const method = bytes.readUInt16LE(entry + 10);
  const size = bytes.readUInt32LE(entry + 20);
  const header = bytes.readUInt32LE(entry + 42);
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const packed = bytes.subarray(start, start + size);
  if (method === 0) return packed;
  if (method !== 8) throw new Error(`compression method ${method}`);
  return inflateRawSync(packed, { maxOutputLength: limit });
}
