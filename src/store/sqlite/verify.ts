import type { DatabaseSync } from 'node:sqlite';
import { checkLog } from '../../memory/check-log.ts';
import { type EntryId, SCRATCHPAD } from '../../memory/entry.ts';
import { type LogRecord, replayLog, storedEntries, toEntry } from '../../memory/log.ts';
import { type OperationRow, toRecord } from '../record-row.ts';
import { readText } from '../storable-text.ts';
import { findNamespace } from './append.ts';
import type { Statements } from './statements.ts';

/** Checks the pages of the file, that every log is whole, and that entries and indexes are what it says; runs inside a transaction. */
export function verifyFile(database: DatabaseSync, statements: Statements): readonly string[] {
  // FTS5 learns at a query what others have written: checking what it remembers would find damage there is not.
  database.prepare("select rowid from word where word match 'x' limit 1").get();
  const pages = database.prepare('pragma integrity_check').all() as { integrity_check: string }[];
  const problems = pages.map((row) => row.integrity_check).filter((line) => line !== 'ok');
  const words = new Set(
    (
      database
        .prepare(
          `select (w.rowid >> 32) || ' ' || (w.rowid & 4294967295) as place
           from word w left join namespace n on n.namespace_key = w.rowid >> 32
           where n.namespace_key is null or (w.rowid & 4294967295) <= n.words_dropped`,
        )
        .all() as { place: string }[]
    ).map((row) => row.place),
  );
  const namespaces = database
    .prepare('select name from namespace order by namespace_key')
    .all() as unknown as { name: string }[];
  for (const { name } of namespaces) {
    const state = findNamespace(statements, readText(name))!;
    const problem = (what: string): void => {
      problems.push(`namespace "${readText(name)}": ${what}`);
    };
    const records = readRows(statements, 'log', state.namespace_key, 0, Number.MAX_SAFE_INTEGER).map(
      toRecord,
    );
    const fault = checkLog(records);
    if (fault !== undefined) problem(fault);
    const expected = storedEntries(replayLog(records));
    const entries = readRows(statements, 'live', state.namespace_key).map((row) => toEntry(toRecord(row)));
    if (JSON.stringify(entries) !== JSON.stringify(expected))
      problem('the entries are not what the log says');
    if (state.generation !== records.length)
      problem(`it counts ${state.generation} of ${records.length} records`);
    if (state.live !== expected.length) problem(`it counts ${state.live} of ${expected.length} entries`);
    const place = (generation: number): string => `${state.namespace_key} ${generation}`;
    for (const { id, generation } of indexedRecords(records, state.words_indexed)) {
      if (!words.delete(place(generation))) problem(`the words of entry ${id} are not in the index`);
    }
  }
  if (words.size > 0) problems.push(`the word index holds ${words.size} entries that are gone`);
  return problems;
}

/** The records whose words the index should hold: what it reflects is the log up to a generation. */
function indexedRecords(records: readonly LogRecord[], upTo: number): readonly LogRecord[] {
  const newest = new Map<EntryId, LogRecord>();
  for (const record of records) if (record.generation <= upTo) newest.set(record.id, record);
  return [...newest.values()].filter((record) => record.id !== SCRATCHPAD && record.text !== null);
}

function readRows(statements: Statements, name: 'log' | 'live', ...values: number[]): OperationRow[] {
  return statements(name).all(...values) as unknown as OperationRow[];
}
