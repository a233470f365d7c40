import type { DatabaseSync } from 'node:sqlite';
import { checkLog } from '../../memory/check-log.ts';
import { entryOf, replayLog, storedEntries } from '../../memory/log.ts';
import { type OperationRow, recordOf } from '../record-row.ts';
import { readText, storableText } from '../storable-text.ts';
import { findNamespace } from './append.ts';
import type { Statements } from './statements.ts';

/** Checks the pages of the file, that every log is whole, and that entries and indexes are what it says. */
export function verifyFile(database: DatabaseSync, statements: Statements): readonly string[] {
  const pages = database.prepare('pragma integrity_check').all() as { integrity_check: string }[];
  const problems = pages.map((row) => row.integrity_check).filter((line) => line !== 'ok');
  const words = new Set(
    (database.prepare('select rowid from word').all() as { rowid: number }[]).map((row) => row.rowid),
  );
  let indexed = 0;
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
    for (const { id } of expected) {
      const found = statements('entryKey').get(state.namespace_key, storableText(id)) as
        | { entry_key: number }
        | undefined;
      if (found === undefined || !words.has(found.entry_key)) problem(`entry ${id} is not in the word index`);
      else indexed++;
    }
  }
  if (indexed !== words.size)
    problems.push(`the word index holds ${words.size - indexed} entries that are gone`);
  return problems;
}

function rowsOf(statements: Statements, name: 'log' | 'live', ...values: number[]): OperationRow[] {
  return statements(name).all(...values) as unknown as OperationRow[];
}
