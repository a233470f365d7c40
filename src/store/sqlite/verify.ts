import type { DatabaseSync } from 'node:sqlite';
import { checkLog } from '../../memory/check-log.ts';
import { entryOf, replayLog, storedEntries } from '../../memory/log.ts';
import { type OperationRow, recordOf } from '../record-row.ts';
import { readText } from '../storable-text.ts';
import { findNamespace } from './append.ts';
import type { Statements } from './statements.ts';

/** Checks the pages of the file, that every log is whole, and that entries and indexes are what it says. */
export function verifyFile(database: DatabaseSync, statements: Statements): readonly string[] {
  const pages = database.prepare('pragma integrity_check').all() as { integrity_check: string }[];
  const problems = pages.map((row) => row.integrity_check).filter((line) => line !== 'ok');
  const words = new Set(
    (
      database.prepare("select (rowid >> 32) || ' ' || (rowid & 4294967295) as place from word").all() as {
        place: string;
      }[]
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
    const records = rowsOf(statements, 'log', state.namespace_key, 0, Number.MAX_SAFE_INTEGER).map(recordOf);
    const fault = checkLog(records);
    if (fault !== undefined) problem(fault);
    const expected = storedEntries(replayLog(records));
    const entries = rowsOf(statements, 'live', state.namespace_key).map((row) => entryOf(recordOf(row)));
    if (JSON.stringify(entries) !== JSON.stringify(expected))
      problem('the entries are not what the log says');
    if (state.generation !== records.length)
      problem(`it counts ${state.generation} of ${records.length} records`);
    if (state.live !== expected.length) problem(`it counts ${state.live} of ${expected.length} entries`);
    const place = (generation: number): string => `${state.namespace_key} ${generation}`;
    for (const { generation, id } of rowsOf(statements, 'live', state.namespace_key)) {
      if (!words.delete(place(generation)))
        problem(`the words of entry ${readText(id)} are not in the index`);
    }
    for (const { generation } of rowsOf(
      statements,
      'replaced',
      state.namespace_key,
      state.words_dropped,
      state.generation,
    )) {
      words.delete(place(generation));
    }
  }
  if (words.size > 0) problems.push(`the word index holds ${words.size} entries that are gone`);
  return problems;
}

function rowsOf(
  statements: Statements,
  name: 'log' | 'live' | 'replaced',
  ...values: number[]
): OperationRow[] {
  return statements(name).all(...values) as unknown as OperationRow[];
}
