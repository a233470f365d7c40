/**
 * Reads the JSON values of a file one by one: lines, or the elements of an array.
 *
 * @module
 */
import { readReason } from '../documents/read-bytes.ts';
import { parseJsonLines } from '../shared/json-lines.ts';

/** One JSON value of a file, or why it cannot be read. */
export type JsonItem = {
  /** 1-based line on which the value starts. */
  readonly line: number;
  /** The place for messages: `line 12`, or `record 12` of an array. */
  readonly place: string;
} & ({ readonly value: unknown } | { readonly fault: string });

const [NEWLINE, QUOTE, BACKSLASH, COMMA] = [0x0a, 0x22, 0x5c, 0x2c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Yields the values of a JSON file: the elements of an array, or one value a line (lines end at `\n`, blank
 * lines are ignored). Works on bytes, because training files of benchmarks are larger than the longest
 * string. Takes time linear in the size.
 */
export function readJsonItems(bytes: Buffer): Generator<JsonItem> {
  const start = skipSpace(bytes, 0);
  return bytes[start] === OPEN_ARRAY ? readElements(bytes, start) : readLines(bytes);
}

function* readLines(bytes: Buffer): Generator<JsonItem> {
  for (const { line, ...read } of parseJsonLines(bytes)) {
    const place = `line ${line}`;
    yield 'fault' in read
      ? { line, place, fault: `is not valid JSON (${read.fault})` }
      : { line, place, ...read };
  }
}

function* readElements(bytes: Buffer, open: number): Generator<JsonItem> {
  let line = 1 + countLines(bytes, 0, open);
  let position = skipSpace(bytes, open + 1);
  line += countLines(bytes, open + 1, position);
  for (let record = 1; bytes[position] !== CLOSE_ARRAY; record++) {
    const end = findElementEnd(bytes, position);
    const place = `record ${record}`;
    if (end === bytes.length) {
      yield { line, place, fault: 'the file ends inside the array' };
      return;
    }
    yield parse(bytes, position, end, line, place);
    const next = bytes[end] === COMMA ? skipSpace(bytes, end + 1) : end;
    line += countLines(bytes, position, next);
    position = next;
  }
}

/** Returns the position of the array's comma or bracket after the element that starts here. */
function findElementEnd(bytes: Buffer, start: number): number {
  let depth = 0;
  let inString = false;
  for (let position = start; position < bytes.length; position++) {
    const byte = bytes[position];
    if (inString) {
      if (byte === BACKSLASH) position++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
    else if (depth === 0 && (byte === COMMA || byte === CLOSE_ARRAY)) return position;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth--;
  }
  return bytes.length;
}

function parse(bytes: Buffer, start: number, end: number, line: number, place: string): JsonItem {
  try {
    return { line, place, value: JSON.parse(bytes.toString('utf8', start, end)) };
  } catch (cause) {
    return { line, place, fault: `is not valid JSON (${readReason(cause)})` };
  }
}

function skipSpace(bytes: Buffer, from: number): number {
  let position = from;
  while (position < bytes.length && bytes[position]! <= 0x20) position++;
  return position;
}

function countLines(bytes: Buffer, start: number, end: number): number {
  // A search in the whole buffer would read on to the next newline, which can be gigabytes away.
  const range = bytes.subarray(start, end);
  let lines = 0;
  for (let at = range.indexOf(NEWLINE); at !== -1; at = range.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}
