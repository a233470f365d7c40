/**
 * Random access to the JSON records of a large file. One pass notes where each record is, and records are read again
 * when they are needed.
 *
 * @module
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { readReason, toReadError } from '../documents/read-bytes.ts';
import { createDatasetError } from './dataset-file-error.ts';

/** The position of a record in its file. */
export interface RecordPlace {
  /** 1-based line on which it starts. */
  readonly line: number;
  /** The place for messages: `line 12`, or `record 12` of an array. */
  readonly place: string;
  /** First byte. */
  readonly start: number;
  /** Byte after the last. */
  readonly end: number;
}

const BLOCK = 2 ** 20;

/**
 * Parses every record of a JSON Lines file or of a JSON array, and keeps only what `read` returns. Holds one record in
 * memory at a time, so the file may be larger than the memory of a process.
 *
 * @throws AtomMemError `missing-file`, `unreadable-file`, `malformed-json`
 */
export async function indexRecords<Kept>(
  path: string,
  read: (value: unknown, place: RecordPlace) => Kept,
): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  const file = await open(path).catch((cause: unknown) => {
    throw toReadError(path, cause);
  });
  try {
    const splitter = createSplitter((bytes, place) => {
      const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
      if (text.trim() !== '') kept.push(read(parseRecord(text, path, place), place));
    });
    const block = Buffer.alloc(BLOCK);
    for (;;) {
      const { bytesRead } = await file.read(block, 0, BLOCK);
      if (bytesRead === 0) break;
      splitter.push(block.subarray(0, bytesRead));
    }
    const unfinished = splitter.end();
    if (unfinished !== undefined) {
      const problem = 'the file ends inside the array';
      throw createDatasetError('malformed-json', { path, ...unfinished, problem, remedy: REMEDY });
    }
    return kept;
  } finally {
    await file.close();
  }
}

const REMEDY = 'Download the file again';

/**
 * Reads one record again.
 *
 * @throws AtomMemError `missing-file`, `unreadable-file`, `malformed-json` if the file has changed since
 */
export function readRecordAt(path: string, place: RecordPlace): unknown {
  const file = openFile(path);
  try {
    const bytes = Buffer.alloc(place.end - place.start);
    readSync(file, bytes, 0, bytes.length, place.start);
    return parseRecord(bytes.toString('utf8').replace(/^\uFEFF/, ''), path, place);
  } finally {
    closeSync(file);
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw toReadError(path, cause);
  }
}

function parseRecord(text: string, path: string, { place, line }: RecordPlace): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = `is not valid JSON (${readReason(cause)})`;
    throw createDatasetError('malformed-json', { path, place, line, problem, remedy: REMEDY });
  }
}

interface Splitter {
  push(block: Buffer): void;
  /** Ends the file. Returns the place of the end if an array is not closed. */
  end(): RecordPlace | undefined;
}

const [NEWLINE, QUOTE, BACKSLASH, COMMA] = [0x0a, 0x22, 0x5c, 0x2c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Cuts a stream of bytes into records: at line ends, or, if it begins with `[`, between elements. */
function createSplitter(onRecord: (bytes: Buffer, place: RecordPlace) => void): Splitter {
  let mode: 'unknown' | 'lines' | 'array' | 'closed' = 'unknown';
  let parts: Buffer[] = [];
  let [position, start, line, startLine, record] = [0, 0, 1, 1, 0];
  let [depth, inString, escaped] = [0, false, false];

  const toPlace = (end: number): RecordPlace => {
    const place = mode === 'lines' ? `line ${startLine}` : `record ${record + 1}`;
    return { line: startLine, place, start, end };
  };
  const begin = (at: number): void => {
    [start, startLine, parts] = [at, line, []];
  };
  const cut = (block: Buffer, from: number, at: number): void => {
    onRecord(Buffer.concat([...parts, block.subarray(from, at)]), toPlace(position + at));
    record += 1;
  };
  const isSpace = (byte: number): boolean => byte <= 0x20 || BYTE_ORDER_MARK.includes(byte);

  return {
    push(block) {
      let from = 0;
      for (let at = 0; at < block.length; at++) {
        const byte = block[at]!;
        if (mode === 'unknown' && !isSpace(byte)) {
          mode = byte === OPEN_ARRAY ? 'array' : 'lines';
          if (mode === 'array') {
            begin(position + at + 1);
            from = at + 1;
            continue;
          }
        }
        if (mode === 'array') {
          if (inString) {
            if (escaped) escaped = false;
            else if (byte === BACKSLASH) escaped = true;
            else if (byte === QUOTE) inString = false;
          } else if (byte === QUOTE) inString = true;
          else if (depth === 0 && (byte === COMMA || byte === CLOSE_ARRAY)) {
            cut(block, from, at);
            from = at + 1;
            begin(position + from);
            if (byte === CLOSE_ARRAY) mode = 'closed';
          } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
          else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1;
        }
        if (byte !== NEWLINE) continue;
        line += 1;
        if (mode !== 'lines') continue;
        cut(block, from, at);
        from = at + 1;
        begin(position + from);
      }
      if (from < block.length && mode !== 'closed') parts.push(Buffer.from(block.subarray(from)));
      position += block.length;
    },
    end() {
      if (mode === 'array') return toPlace(position);
      if (mode === 'lines') cut(Buffer.alloc(0), 0, 0);
      return undefined;
    },
  };
}
