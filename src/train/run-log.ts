/**
 * Reads and writes the logs of runs.
 *
 * @module
 */

import { appendFile } from 'node:fs/promises';
import { z } from 'zod';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject } from '../shared/json.ts';
import { readAppendedLines } from '../shared/json-lines-file.ts';
import { writeWhole } from './run-checkpoints.ts';

/** A line of a run's log. */
export type RunRecord = { readonly step: number } & JsonObject;

const RECORD_SHAPE = z.looseObject({ step: z.number() });

/**
 * Reads a run's `log.jsonl`. Returns an empty list if the file does not exist. An incomplete last line,
 * left by a killed run, is dropped, because its step is repeated.
 *
 * @throws AtomMemError `malformed-record`, which names the invalid line
 */
export async function readLog(file: string): Promise<readonly RunRecord[]> {
  return (await readAppendedLines(file)).map((value, place) => toLogRecord(value, file, place + 1));
}

export async function appendLog(file: string, record: RunRecord): Promise<void> {
  await appendFile(file, `${JSON.stringify(record)}\n`);
}

/** Replaces all lines. */
export async function replaceLog(file: string, records: readonly RunRecord[]): Promise<void> {
  await writeWhole(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

function toLogRecord(value: unknown, path: string, line: number): RunRecord {
  try {
    return RECORD_SHAPE.parse(value) as RunRecord;
  } catch (cause) {
    throw new AtomMemError('malformed-record', {
      problem: `${path}, line ${line} is not a JSON object with a step`,
      remedy: 'Repair or remove the line',
      details: { path, line },
      cause,
    });
  }
}
