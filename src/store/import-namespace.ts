/**
 * Reads an export into an empty namespace.
 *
 * @module
 */
import { checkLog } from '../memory/check-log.ts';
import { type EntryId, SCRATCHPAD } from '../memory/entry.ts';
import type { LogRecord } from '../memory/log.ts';
import { DEEPEST_META, isTooDeep } from '../memory/meta-depth.ts';
import type { Store } from '../memory/store.ts';
import { checkVector } from '../memory/vector-set.ts';
import { decodeFloats } from '../shared/base64.ts';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject } from '../shared/json.ts';
import { type JsonLine, readJsonLines } from '../shared/json-lines.ts';
import type { ExportHeader } from './export-namespace.ts';

/**
 * Imports what `exportNamespace` wrote into an empty namespace, all or nothing.
 *
 * @param lines the export, in pieces of any size.
 * @returns the number of records.
 * @throws AtomMemError `malformed-import` (with the line), `not-empty`
 */
export async function importNamespace(
  store: Store,
  namespace: string,
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<number> {
  let header: ExportHeader | undefined;
  const records: LogRecord[] = [];
  const vectors = new Map<EntryId, Float32Array>();
  for await (const read of readJsonLines(lines)) {
    const { line } = read;
    const value = readObject(read);
    if (header === undefined) {
      header = readHeader(value);
      continue;
    }
    const { vector, ...rest } = value;
    const record = readRecord(rest, line);
    records.push(record);
    // A vector belongs to the newest record of its entry.
    vectors.delete(record.id);
    if (vector === undefined) continue;
    if (record.text === null || record.id === SCRATCHPAD)
      throw malformed(line, 'it has a vector, but no text that is searched');
    vectors.set(record.id, readVector(vector, header, line));
  }
  if (header === undefined) throw malformed(1, 'it is empty');
  const fault = checkLog(records);
  if (fault !== undefined) throw malformed(undefined, fault);
  const { embedder, dimensions } = header;
  const set = embedder === null || dimensions === null ? undefined : { embedder, dimensions, vectors };
  await store.restore(namespace, records, set);
  return records.length;
}

function readObject(read: JsonLine): JsonObject {
  if ('fault' in read) throw malformed(read.line, 'it is not JSON');
  const { value } = read;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw malformed(read.line, 'it is not a JSON object');
}

function readHeader(value: JsonObject): ExportHeader {
  if (value.format !== 'atommem-memory') throw malformed(1, 'it does not name the format "atommem-memory"');
  if (value.formatVersion !== 1) {
    throw malformed(1, `format version ${value.formatVersion} is unknown; this program reads version 1`);
  }
  const { embedder = null, dimensions = null } = value;
  if (embedder !== null && typeof embedder !== 'string') throw malformed(1, '"embedder" is not a string');
  if (dimensions !== null && !isCount(dimensions)) throw malformed(1, '"dimensions" is not a whole number');
  return { format: 'atommem-memory', formatVersion: 1, embedder, dimensions };
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

const FIELDS: Readonly<Record<keyof LogRecord, Check>> = {
  generation: isCount,
  kind: (value) => value === 'create' || value === 'update' || value === 'delete',
  id: isText,
  version: isCount,
  previous: orNull(isCount),
  undoOf: orNull(isCount),
  actor: orNull(isText),
  time: isNumber,
  createdAt: isNumber,
  text: orNull(isText),
  meta: orNull(isObject),
  expiresAt: orNull(isNumber),
};

function readRecord(value: JsonObject, line: number): LogRecord {
  if (isTooDeep(value.meta)) throw malformed(line, `"meta" has more than ${DEEPEST_META} levels`);
  for (const [field, check] of Object.entries(FIELDS)) {
    if (!check(value[field]))
      throw malformed(line, `"${field}" is ${JSON.stringify(value[field])?.slice(0, 60)}`);
  }
  return value as unknown as LogRecord;
}

function readVector(value: unknown, { dimensions }: ExportHeader, line: number): Float32Array {
  const vector = typeof value === 'string' ? decodeFloats(value) : undefined;
  if (vector === undefined || dimensions === null) throw malformed(line, '"vector" is not base64 of floats');
  checkVector(vector, dimensions);
  return vector;
}

function malformed(line: number | undefined, fault: string): AtomMemError {
  return new AtomMemError('malformed-import', {
    problem:
      line === undefined
        ? `the import is not a complete log: ${fault}`
        : `line ${line} of the import: ${fault}`,
    remedy: 'Import an unchanged file that "atommem memory export" wrote. Nothing was imported',
  });
}
