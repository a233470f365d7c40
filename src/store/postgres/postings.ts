/**
 * The word index: the frequency of each word in each entry.
 * @module
 */
import { SCRATCHPAD } from '../../memory/entry.ts';
import { type TokenizeRole, tokenize } from '../../search/tokenize.ts';
import { readText, storableText } from '../storable-text.ts';
import type { Query } from './connection.ts';
import type { EntryChange, KeyRow } from './entry-change.ts';
import { CURRENT } from './namespace-row.ts';

/** Indexed characters of a word. PostgreSQL limits index keys to about 2,700 bytes. */
const LONGEST_WORD = 64;

/** Splits a text into words for the index or for a query. */
export function listWords(text: string, role: TokenizeRole): string[] {
  return tokenize(text, role).map((word) => word.slice(0, LONGEST_WORD).toWellFormed());
}

/** Updates the words of changed entries. Returns the growth of the namespace in words. */
export async function writeWords(
  query: Query,
  namespaceKey: number,
  changes: readonly EntryChange[],
  keys: readonly KeyRow[],
): Promise<number> {
  const keyOf = new Map(keys.map((row) => [row.id, row]));
  const due = changes
    .filter(({ last, vector }) => last.id !== SCRATCHPAD && vector !== 'keep')
    .map(({ last }) => ({ text: last.text, key: keyOf.get(storableText(last.id))! }));
  if (due.length === 0) return 0;
  const stale = due.filter(({ key }) => key.words > 0).map(({ key }) => key.entry_key);
  if (stale.length > 0) await query('delete from $schema.posting where entry_key = any($1)', [stale]);
  const counted = due.map(({ text, key }) => {
    const words = text === null ? [] : listWords(text, 'entry');
    return { key, total: words.length, counts: countWords(words) };
  });
  await addPostings(query, namespaceKey, counted);
  await setTotals(query, counted);
  return counted.reduce((sum, { total, key }) => sum + total - key.words, 0);
}

/** Entries reindexed per statement. */
const BATCH = 1000;

/** Reindexes every entry with characters beyond ASCII, after a change of how such texts are split. */
export async function reindexWords(query: Query): Promise<void> {
  const rows = await query<{ namespace_key: number; entry_key: number; words: number; text: string }>(
    `select e.namespace_key, e.entry_key, e.words, o.text ${CURRENT}
     where e.born is not null and e.id <> 'scratchpad' and octet_length(o.text) > char_length(o.text)`,
  );
  for (const [key, entries] of Map.groupBy(rows, (row) => row.namespace_key)) {
    for (let start = 0; start < entries.length; start += BATCH) {
      const counted = entries.slice(start, start + BATCH).map(({ entry_key, words, text }) => {
        const found = listWords(readText(text), 'entry');
        return { key: { entry_key, words }, total: found.length, counts: countWords(found) };
      });
      const keys = counted.map((entry) => entry.key.entry_key);
      await query('delete from $schema.posting where entry_key = any($1)', [keys]);
      await addPostings(query, key, counted);
      await setTotals(query, counted);
      const growth = counted.reduce((sum, entry) => sum + entry.total - entry.key.words, 0);
      await query('update $schema.namespace set words = words + $2 where namespace_key = $1', [key, growth]);
    }
  }
}

async function setTotals(query: Query, counted: readonly CountedEntry[]): Promise<void> {
  await query(
    `update $schema.entry e set words = given.words
     from unnest($1::bigint[], $2::integer[]) as given (entry_key, words) where e.entry_key = given.entry_key`,
    [counted.map(({ key }) => key.entry_key), counted.map(({ total }) => total)],
  );
}

interface CountedEntry {
  readonly key: Pick<KeyRow, 'entry_key' | 'words'>;
  readonly total: number;
  readonly counts: ReadonlyMap<string, number>;
}

async function addPostings(
  query: Query,
  namespaceKey: number,
  entries: readonly CountedEntry[],
): Promise<void> {
  const rows = entries.flatMap(({ key, counts }) =>
    [...counts].map(([word, count]) => ({ entry: key.entry_key, word, count })),
  );
  if (rows.length === 0) return;
  await query(
    `insert into $schema.posting (namespace_key, word, entry_key, count)
     select $1, * from unnest($2::text[], $3::bigint[], $4::integer[])`,
    [namespaceKey, rows.map((row) => row.word), rows.map((row) => row.entry), rows.map((row) => row.count)],
  );
}

function countWords(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
