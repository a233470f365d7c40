/**
 * Tests of words that wait for the index.
 *
 * @module
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { SCRATCHPAD } from '../../memory/entry.ts';
import type { Store } from '../../memory/store.ts';
import { undoOperation } from '../../memory/undo.ts';
import type { Write } from '../../memory/write.ts';
import { branchNamespace } from '../../store/branch-namespace.ts';
import { createSqliteStore, type SqliteStore } from './sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-words-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const freshPath = (): string => join(folder, `${files++}.db`);
const open = (path: string, options = {}): SqliteStore =>
  createSqliteStore({ path, synchronous: 'normal', ...options });

const WORDS = ['heron', 'lake', 'kestrel', 'frost', 'harbour'];

/** Enough records that the words of the first ones are indexed, and those of the last ones wait. */
async function fill(store: Store, namespace = 'a'): Promise<void> {
  for (let number = 0; number < 100; number++) {
    await store.commit(namespace, [{ kind: 'create', text: `unique${number} ${WORDS[number % 5]}` }], {
      time: 1,
    });
  }
}

async function find(store: Store, query: string, namespace = 'a'): Promise<readonly string[]> {
  const hits = await store.search!.lexical(namespace, query, { limit: 10_000, now: 1 });
  return hits.map((hit) => hit.id).toSorted();
}

/** Ids of the entries that hold a word, by reading all of them. */
async function holders(store: Store, word: string, namespace = 'a'): Promise<readonly string[]> {
  const entries = await store.list(namespace);
  return entries
    .filter((entry) => entry.text.split(' ').includes(word))
    .map((entry) => entry.id)
    .toSorted();
}

/** Takes a file back to schema 1, in which no words wait. */
function asSchema1(path: string): void {
  const database = new DatabaseSync(path);
  const rows = database
    .prepare(
      `select o.sequence, o.namespace_key as space, o.text from operation o join namespace n using (namespace_key)
       where o.generation > n.words_dropped and o.text is not null`,
    )
    .all() as { sequence: number; space: number; text: string }[];
  for (const { sequence, space, text } of rows) {
    const words = text.split(' ').map((word) => `${space}\u00b7${word}`);
    database.prepare('insert into word (rowid, words) values (?, ?)').run(sequence, words.join(' '));
  }
  for (const table of ['operation', 'entry', 'namespace', 'commit_key']) {
    database.exec(`alter table ${table} drop column checksum`);
  }
  database.exec('alter table entry_read drop column shown; drop table erasure; pragma user_version = 1');
  database.close();
}

describe('words that wait for the index', () => {
  const text = fc
    .tuple(fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }), fc.constantFrom(1, 1, 1, 300))
    .map(([words, times]) => Array<string>(times).fill(words.join(' ')).join(' '));
  const id = fc.nat(90).map((number) => `m${number + 1}`);
  const write: fc.Arbitrary<Write> = fc.oneof(
    { weight: 3, arbitrary: text.map((given): Write => ({ kind: 'create', text: given })) },
    {
      weight: 2,
      arbitrary: fc.tuple(id, text).map(([of, given]): Write => ({ kind: 'update', id: of, text: given })),
    },
    { weight: 1, arbitrary: id.map((of): Write => ({ kind: 'delete', id: of })) },
    { weight: 1, arbitrary: text.map((given): Write => ({ kind: 'update', id: SCRATCHPAD, text: given })) },
  );

  test('are found immediately, and not after a change, by all processes', async () => {
    const batches = fc.array(fc.array(write, { minLength: 1, maxLength: 8 }), {
      minLength: 40,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(batches, async (commits) => {
        const path = freshPath();
        const [writer, other] = [open(path), open(path)];
        for (const [place, writes] of commits.entries()) {
          await writer.commit('a', writes, { time: 1 });
          if (place % 9 === 4) await undoOperation(other, 'a', await other.generation('a'), { time: 1 });
          if (place % 13 === 6) await other.purge('a', [`m${place}`, 'scratchpad'], { time: 1 });
          const word = WORDS[place % WORDS.length]!;
          const expected = await holders(writer, word);
          expect(await find(writer, word)).toEqual(expected);
          if (place % 3 === 0) expect(await find(other, word)).toEqual(expected);
        }
        await branchNamespace(other, 'a', 'branch', { upTo: 30 });
        expect(await find(writer, WORDS[0]!, 'branch')).toEqual(await holders(writer, WORDS[0]!, 'branch'));
        expect(await other.verify()).toEqual([]);
        await Promise.all([writer.close(), other.close()]);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  test('are ranked like indexed words', async () => {
    const [waiting, indexed] = [open(freshPath()), open(freshPath())];
    const texts = Array.from({ length: 120 }, (_, number) => {
      const [one, two, three] = [number % 5, (number % 7) % 5, (number % 11) % 5].map(
        (place) => WORDS[place]!,
      );
      // Lengths differ, and their average is the same in every four.
      return `${one} ${two} ${three} other${number + 100} ${['', 'x', 'x x', 'x'][number % 4]}`;
    });
    for (const given of texts) await waiting.commit('a', [{ kind: 'create', text: given }], { time: 1 });
    await indexed.commit(
      'a',
      texts.map((given): Write => ({ kind: 'create', text: given })),
      { time: 1 },
    );
    for (const query of ['heron', 'lake frost', 'harbour kestrel other170']) {
      const options = { limit: 40, now: 1 };
      const [these, those] = await Promise.all(
        [waiting, indexed].map((store) => store.search!.lexical('a', query, options)),
      );
      expect(these!.map((hit) => hit.score.toFixed(6))).toEqual(those!.map((hit) => hit.score.toFixed(6)));
    }
    await Promise.all([waiting.close(), indexed.close()]);
  });

  test('stay within their namespace', async () => {
    const store = open(freshPath());
    await fill(store, 'a');
    await fill(store, 'b');
    await store.commit('b', [{ kind: 'create', text: 'theirs' }], { time: 1 });
    expect(await find(store, 'theirs', 'a')).toEqual([]);
    expect(await find(store, 'unique99', 'b')).toEqual(['m100']);
    await store.close();
  });
});

test('a purge removes words from the index and from the queue', async () => {
  const path = freshPath();
  const store = open(path);
  await store.commit('a', [{ kind: 'create', text: 'quetzalsecret' }], { time: 1 });
  await fill(store);
  await store.commit('a', [{ kind: 'create', text: 'zanzibarsecret' }], { time: 1 });
  expect(await find(store, 'quetzalsecret')).toEqual(['m1']);
  expect(listTerms(path)).toContain('1\u00b7quetzalsecret');
  await store.purge('a', ['m1', 'm102'], { time: 2 });
  for (const word of ['quetzalsecret', 'zanzibarsecret']) expect(await find(store, word)).toEqual([]);
  await fill(store);
  expect(listTerms(path).filter((term) => term.includes('secret'))).toEqual([]);
  expect(Buffer.concat([readFileSync(path), readFileSync(`${path}-wal`)]).includes('secret')).toBe(false);
  expect(await store.verify()).toEqual([]);
  await store.close();
});

test('verify detects missing words of an entry', async () => {
  const path = freshPath();
  const store = open(path);
  await fill(store);
  const database = new DatabaseSync(path);
  database.exec('delete from word where (rowid & 4294967295) = 3');
  database.close();
  expect(await store.verify()).toEqual(['namespace "a": the words of entry m3 are not in the index']);
  await store.close();
});

/** All words that the index holds, those of replaced versions included. */
function listTerms(path: string): readonly string[] {
  const database = new DatabaseSync(path);
  database.exec("create virtual table temp.held using fts5vocab('main', 'word', 'row')");
  const rows = database.prepare('select term from temp.held').all() as { term: string }[];
  database.close();
  return rows.map(({ term }) => term);
}

describe('a file of schema 1', () => {
  async function schema1File(): Promise<string> {
    const path = freshPath();
    const store = open(path);
    await fill(store);
    await store.commit('a', [{ kind: 'update', id: 'm1', text: 'moved' }], { time: 1 });
    await store.commit('a', [{ kind: 'update', id: 'm99', text: 'onward' }], { time: 1 });
    await store.commit('a', [{ kind: 'delete', id: 'm98' }], { time: 1 });
    await store.close();
    asSchema1(path);
    return path;
  }

  async function checkFile(store: SqliteStore): Promise<void> {
    for (const word of [...WORDS, 'moved', 'onward', 'unique0', 'unique97', 'unique98', 'unique99']) {
      expect(await find(store, word), word).toEqual(await holders(store, word));
    }
    expect(await store.verify()).toEqual([]);
  }

  test('is migrated and stays usable', async () => {
    const path = await schema1File();
    const store = open(path);
    await checkFile(store);
    for (let number = 0; number < 70; number++) {
      await store.commit('a', [{ kind: 'update', id: `m${number + 2}`, text: `later${number}` }], {
        time: 2,
      });
    }
    await checkFile(store);
    expect(await find(store, 'later69')).toEqual(['m71']);
    await store.close();
  });

  test('is read without migration if it is opened for reading', async () => {
    const path = await schema1File();
    const copy = freshPath();
    copyFileSync(path, copy);
    const store = open(copy, { readOnly: true });
    await checkFile(store);
    await store.close();
  });
});
