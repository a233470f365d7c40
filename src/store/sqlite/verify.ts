/**
 * Checks a memory file: its pages, every row against its checksum, and everything derived against the log.
 *
 * @module
 */
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { checkLog } from '../../memory/check-log.ts';
import { type EntryId, SCRATCHPAD } from '../../memory/entry.ts';
import { type LogRecord, replayLog, storedEntries, toEntry } from '../../memory/log.ts';
import { tokenize } from '../../search/tokenize.ts';
import { type OperationRow, toRecord } from '../record-row.ts';
import { readText, storableText } from '../storable-text.ts';
import { findNamespace } from './append.ts';
import { OPERATION_COLUMNS } from './checksum.ts';
import { pragma } from './pragma.ts';
import type { NamespaceRow } from './rows.ts';
import { MIGRATIONS, runMigration } from './schema.ts';
import type { Statements } from './statements.ts';
import { indexedWords } from './waiting-words.ts';

/** Returns one line for each problem of the file. Runs inside a transaction. */
export function verifyFile(database: DatabaseSync, statements: Statements): readonly string[] {
  // FTS5 learns of other writers at a query. Without one, the check would report false damage.
  database.prepare("select rowid from word where word match 'x' limit 1").get();
  const pages = database.prepare('pragma integrity_check').all() as { integrity_check: string }[];
  const problems = pages.map((row) => row.integrity_check).filter((line) => line !== 'ok');
  const isCurrent = pragma(database, 'user_version') === MIGRATIONS.length;
  if (isCurrent) problems.push(...checkTables(database), ...checkRows(database));
  const found = countIndexed(database);
  const namespaces = database
    .prepare('select name from namespace order by namespace_key')
    .all() as unknown as { name: string }[];
  for (const { name } of namespaces) {
    const state = findNamespace(statements, readText(name))!;
    const complaints = checkNamespace(statements, state, isCurrent ? found : undefined);
    problems.push(...complaints.map((line) => `namespace "${readText(name)}": ${line}`));
  }
  if (isCurrent && found.size > 0) problems.push(`the word index holds ${found.size} entries that are gone`);
  return problems;
}

function checkNamespace(
  statements: Statements,
  state: NamespaceRow,
  indexed: Map<string, number> | undefined,
): readonly string[] {
  const problems: string[] = [];
  const key = state.namespace_key;
  const records = readRows(statements, 'log', key, 0, Number.MAX_SAFE_INTEGER).map(toRecord);
  const fault = checkLog(records);
  if (fault !== undefined) problems.push(fault);
  const expected = storedEntries(replayLog(records));
  const entries = readRows(statements, 'live', key).map((row) => toEntry(toRecord(row)));
  if (JSON.stringify(entries) !== JSON.stringify(expected)) {
    problems.push('the entries are not what the log says');
  }
  if (!matchesLog(statements('facts').all(key), records)) problems.push('an entry is not what the log says');
  if (state.generation !== records.length) {
    problems.push(`it counts ${state.generation} of ${records.length} records`);
  }
  if (state.live !== expected.length) problems.push(`it counts ${state.live} of ${expected.length} entries`);
  if (indexed === undefined) return problems;
  for (const { id, generation, text } of indexedRecords(records, state.words_indexed)) {
    const place = `${key} ${generation}`;
    if (indexed.get(place) !== sumWords(indexedWords(key, tokenize(text!, 'entry')))) {
      problems.push(`the words of entry ${id} are not in the index`);
    }
    indexed.delete(place);
  }
  return problems;
}

/** Compares the rows of entries with the newest records of the log. */
function matchesLog(rows: readonly unknown[], records: readonly LogRecord[]): boolean {
  const expected = new Map<string, string>();
  const born = new Map<EntryId, number>();
  for (const { id, kind, generation, expiresAt } of records) {
    if (kind === 'create') born.set(id, generation);
    if (kind === 'delete') expected.delete(storableText(id));
    else expected.set(storableText(id), JSON.stringify([generation, born.get(id), expiresAt]));
  }
  const live = rows as readonly { id: string; generation: number; born: number; expires_at: number | null }[];
  return (
    live.length === expected.size &&
    live.every((row) => expected.get(row.id) === JSON.stringify([row.generation, row.born, row.expires_at]))
  );
}

/** The records whose words the index should hold: it reflects the log up to a generation. */
function indexedRecords(records: readonly LogRecord[], upTo: number): readonly LogRecord[] {
  const newest = new Map<EntryId, LogRecord>();
  for (const record of records) if (record.generation <= upTo) newest.set(record.id, record);
  return [...newest.values()].filter((record) => record.id !== SCRATCHPAD && record.text !== null);
}

function readRows(statements: Statements, name: 'log' | 'live', ...values: number[]): OperationRow[] {
  return statements(name).all(...values) as unknown as OperationRow[];
}

/** Compares the tables, triggers and indexes with those of a new file. */
function checkTables(database: DatabaseSync): readonly string[] {
  const fresh = new DatabaseSync(':memory:');
  try {
    for (const step of MIGRATIONS) runMigration(fresh, step);
    const list = (from: DatabaseSync): string =>
      JSON.stringify(from.prepare('select type, name, tbl_name, sql from sqlite_schema order by name').all());
    return list(database) === list(fresh) ? [] : ['the tables are not those of a memory file'];
  } finally {
    fresh.close();
  }
}

const CHECKSUMS: readonly (readonly [string, string])[] = [
  ['operation', OPERATION_COLUMNS],
  ['entry', 'vector'],
  ['namespace', 'name, embedder, dimensions'],
  ['commit_key', 'namespace_key, key, outcomes'],
];

function checkRows(database: DatabaseSync): readonly string[] {
  return CHECKSUMS.flatMap(([table, columns]) => {
    const { wrong } = database
      .prepare(`select count(*) as wrong from ${table} where checksum is not crc(${columns})`)
      .get() as { wrong: number };
    return wrong === 0 ? [] : [`${wrong} rows of "${table}" do not match their checksum`];
  });
}

/** One number for the words of each indexed text, by namespace and generation. */
function countIndexed(database: DatabaseSync): Map<string, number> {
  const sums = new Map<string, number>();
  database.exec("create virtual table temp.indexed_word using fts5vocab('main', 'word', 'instance')");
  try {
    const rows = database
      .prepare(
        `select (doc >> 32) || ' ' || (doc & 4294967295) as place, term, offset from temp.indexed_word`,
      )
      .iterate() as Iterable<unknown> as Iterable<{ place: string; term: string; offset: number }>;
    for (const { place, term, offset } of rows) {
      sums.set(place, ((sums.get(place) ?? 0) + hashWord(term, offset)) >>> 0);
    }
  } finally {
    database.exec('drop table temp.indexed_word');
  }
  return sums;
}

/** Ignores the order, because the index returns words in its own order. */
function sumWords(words: readonly string[]): number {
  return words.reduce((sum, word, offset) => (sum + hashWord(word, offset)) >>> 0, 0);
}

function hashWord(word: string, offset: number): number {
  return crc32(`${offset} ${word}`);
}
