import { appendFile } from 'node:fs/promises';
import { z } from 'zod';
import type { JsonObject } from '../shared/json.ts';
import { readAppendedLines } from '../shared/json-lines-file.ts';
import { writeWhole } from './run-checkpoints.ts';

/** A line of a run's log. */
export type RunRecord = { readonly step: number } & JsonObject;

const RECORD_SHAPE = z.looseObject({ step: z.number() });

/**
 * The lines of a run's `log.jsonl`; none where there is no such file. Half a line at the end, left by a run
 * that was killed, belongs to a step that is taken again.
 *
 * @throws Error that names a line which is no record
 */
export async function readLog(file: string): Promise<readonly RunRecord[]> {
  return (await readAppendedLines(file)).map((value, place) =>
    toLogRecord(value, `${file}, line ${place + 1}`),
  );
}

export async function appendLog(file: string, record: RunRecord): Promise<void> {
  await appendFile(file, `${JSON.stringify(record)}\n`);
}

/** Puts these lines in the place of all that are there. */
export async function replaceLog(file: string, records: readonly RunRecord[]): Promise<void> {
  await writeWhole(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

function toLogRecord(value: unknown, place: string): RunRecord {
  try {
    return RECORD_SHAPE.parse(value) as RunRecord;
  } catch (cause) {
    throw new Error(`${place} is no JSON object with a step: repair that line or take it out`, { cause });
  }
}
