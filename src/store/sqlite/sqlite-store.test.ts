/**
 * Tests of the SQLite store.
 *
 * @module
 */
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { storeCases } from '../../conformance/store-conformance.ts';
import type { Store } from '../../memory/store.ts';
import { AtomMemError } from '../../shared/error.ts';
import { createSqliteStore, type SqliteOptions, type SqliteStore } from './sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const freshPath = (): string => join(folder, `${files++}.db`);

describe('SQLite store', () => {
  const paths = new Map<Store, string>();
  const openAt = (path: string): Store => {
    const store = createSqliteStore({ path });
    paths.set(store, path);
    return store;
  };
  const context = {
    open: async () => openAt(freshPath()),
    async reopen(store: Store) {
      await store.close();
      const again = openAt(paths.get(store)!) as SqliteStore;
      expect(await again.verify()).toEqual([]);
      return again;
    },
    // `npm run test:all` writes the default of the suite.
    longestText: process.env.ATOMMEM_LONG ? undefined : 140_000,
    async rawBytes(store: Store) {
      return Buffer.concat(['', '-wal'].map((suffix) => readFileSync(paths.get(store)! + suffix)));
    },
  };
  for (const { name, run } of storeCases) test(name, () => run(context));
});

/** Opens, uses and closes a store; gives the error that came on the way. */
async function catchFailure(
  options: SqliteOptions,
  use: (store: SqliteStore) => Promise<unknown> = (store) => store.list('a'),
): Promise<AtomMemError> {
  let store: SqliteStore | undefined;
  try {
    store = createSqliteStore(options);
    await use(store);
  } catch (error) {
    expect(error).toBeInstanceOf(AtomMemError);
    return error as AtomMemError;
  } finally {
    await store?.close();
  }
  throw new Error('it should have failed');
}

async function filledFile(texts: readonly string[]): Promise<string> {
  const path = freshPath();
  const store = createSqliteStore({ path, synchronous: 'normal' });
  for (const text of texts) await store.commit('a', [{ kind: 'create', text }], { time: 1 });
  await store.close();
  return path;
}

const create = (store: Store, text = 'x'): Promise<unknown> =>
  store.commit('a', [{ kind: 'create', text }], { time: 1 });

describe('a file that cannot be used', () => {
  test('is foreign if it is not a database, and stays unchanged', async () => {
    const path = freshPath();
    writeFileSync(path, 'this is a shopping list, and a long one at that, of apples and pears\n'.repeat(20));
    const before = readFileSync(path);
    expect((await catchFailure({ path })).code).toBe('foreign');
    expect(readFileSync(path)).toEqual(before);
  });

  test('is foreign if another program created it', async () => {
    const path = freshPath();
    const other = new DatabaseSync(path);
    other.exec('create table recipe (name text)');
    other.close();
    const before = readFileSync(path);
    expect((await catchFailure({ path })).code).toBe('foreign');
    expect(readFileSync(path)).toEqual(before);
  });

  test('is rejected if its schema is newer', async () => {
    const path = await filledFile(['one']);
    const database = new DatabaseSync(path);
    database.exec('pragma user_version = 99');
    database.close();
    const error = await catchFailure({ path });
    expect(error.code).toBe('newer-schema');
    expect(error.remedy).toContain('Update atommem');
  });

  test('is corrupted if pages are damaged or missing', async () => {
    const path = await filledFile(Array.from({ length: 400 }, (_, number) => `entry ${number} `.repeat(20)));
    const broken = freshPath();
    copyFileSync(path, broken);
    const bytes = readFileSync(broken);
    bytes.fill(0xa5, 4096);
    writeFileSync(broken, bytes);
    expect((await catchFailure({ path: broken })).code).toBe('corrupted');
    truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096);
    expect((await catchFailure({ path }, (store) => store.log('a'))).code).toBe('corrupted');
  });

  test('is corrupted if its content is not valid', async () => {
    const path = await filledFile(['one']);
    const database = new DatabaseSync(path);
    database.exec("drop table entry_read; drop trigger operation_is_final; update operation set meta = '{'");
    database.close();
    expect((await catchFailure({ path }, (store) => store.reads('a'))).code).toBe('corrupted');
    expect((await catchFailure({ path }, (store) => store.list('a'))).code).toBe('corrupted');
  });

  test('is unreachable if its folder does not exist', async () => {
    expect((await catchFailure({ path: join(folder, 'nowhere', 'agent.db') })).code).toBe('unreachable');
  });
});

describe('a file that cannot be written', () => {
  test('can be read if opened for reading, and rejects writes', async () => {
    const path = await filledFile(['one']);
    const store = createSqliteStore({ path, readOnly: true });
    await expect(create(store)).rejects.toMatchObject({ code: 'read-only' });
    expect((await store.list('a')).map((entry) => entry.text)).toEqual(['one']);
    store.noteReads('a', ['m1']);
    await store.close();
  });

  test('can be read if no file can be created beside it', async ({ skip }) => {
    const shelf = mkdtempSync(join(folder, 'shelf-'));
    const path = join(shelf, 'agent.db');
    copyFileSync(await filledFile(['one']), path);
    chmodSync(shelf, 0o555);
    try {
      accessSync(shelf, constants.W_OK);
      skip('this user may write anywhere');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
    expect((await catchFailure({ path })).code).toBe('read-only');
    const store = createSqliteStore({ path, readOnly: true });
    expect((await store.list('a')).map((entry) => entry.text)).toEqual(['one']);
    await expect(create(store)).rejects.toMatchObject({ code: 'read-only' });
    await store.close();
    chmodSync(shelf, 0o755);
  });

  test('is neither created nor accepted empty if opened for reading', async () => {
    const path = freshPath();
    expect((await catchFailure({ path, readOnly: true })).code).toBe('unreachable');
    writeFileSync(path, '');
    expect((await catchFailure({ path, readOnly: true })).code).toBe('foreign');
  });

  test('is full at its largest size, keeps its entries and accepts smaller writes', async () => {
    const path = freshPath();
    const store = createSqliteStore({ path, largestBytes: 300_000 });
    await create(store, 'kept');
    await expect(create(store, 'large '.repeat(100_000))).rejects.toMatchObject({ code: 'full' });
    await create(store, 'small');
    expect((await store.list('a')).map((entry) => entry.text)).toEqual(['kept', 'small']);
    expect(await store.verify()).toEqual([]);
    await store.close();
  });

  test('is locked after the wait, and usable once the lock is released', async () => {
    const path = await filledFile(['one']);
    const other = new DatabaseSync(path);
    other.exec('begin immediate');
    const store = createSqliteStore({ path, busyWait: 20 });
    await expect(create(store)).rejects.toMatchObject({ code: 'locked' });
    expect(await store.list('a')).toHaveLength(1);
    other.exec('rollback');
    await create(store);
    expect(await store.list('a')).toHaveLength(2);
    other.close();
    await store.close();
  });
});

test('a purge blocked by a reader reports erased texts, and the next purge finishes it', async () => {
  const path = await filledFile(['a quetzalsecret', 'kept']);
  const reader = new DatabaseSync(path);
  reader.exec('begin; select count(*) from operation');
  reader.prepare('select text from operation').all();
  const store = createSqliteStore({ path, busyWait: 1 });
  await expect(store.purge('a', ['m1'], { time: 2 })).rejects.toMatchObject({
    code: 'locked',
    details: { applied: 'yes' },
  });
  expect(JSON.stringify(await store.log('a'))).not.toContain('secret');
  reader.close();
  expect(await store.purge('a', ['m1'], { time: 3 })).toEqual({ records: 0, deleted: 0 });
  expect(Buffer.concat([readFileSync(path), readFileSync(`${path}-wal`)]).includes('secret')).toBe(false);
  expect((await store.list('a')).map((entry) => entry.text)).toEqual(['kept']);
  await store.close();
});

test('a purge waits for a short reader', async () => {
  const path = await filledFile(['a quetzalsecret', 'kept']);
  const reader = new DatabaseSync(path);
  reader.exec('begin; select count(*) from operation');
  reader.prepare('select text from operation').all();
  const store = createSqliteStore({ path, busyWait: 2000 });
  setImmediate(() => reader.close());
  expect(await store.purge('a', ['m1'], { time: 2 })).toEqual({ records: 1, deleted: 1 });
  expect(Buffer.concat([readFileSync(path), readFileSync(`${path}-wal`)]).includes('secret')).toBe(false);
  await store.close();
});

describe('the log in the file', () => {
  test('cannot be changed by plain SQL', async () => {
    const path = await filledFile(['one']);
    const database = new DatabaseSync(path);
    expect(() => database.exec("update operation set text = 'forged'")).toThrow(/append-only/);
    expect(() => database.exec('update operation set text = null, meta = null, id = 0')).toThrow(
      /append-only/,
    );
    expect(() => database.exec('delete from operation')).toThrow(/append-only/);
    database.close();
  });

  test('is checked against the entries', async () => {
    const path = await filledFile(['one', 'two']);
    const database = new DatabaseSync(path);
    database.exec("update entry set born = null where id = 'm1'");
    database.close();
    const store = createSqliteStore({ path });
    expect(await store.verify()).toContain('namespace "a": the entries are not what the log says');
    await store.close();
  });
});

describe('several stores on one file', () => {
  const query = (vector: readonly number[]) => ({ embedder: 'e', vector: Float32Array.from(vector) });
  const find = async (store: Store, vector: readonly number[]): Promise<readonly string[]> =>
    (await store.search!.nearest('a', query(vector), { limit: 9, now: 1 })).map((hit) => hit.id);

  test('see the writes of others, including vectors without a record', async () => {
    const path = freshPath();
    const [one, two] = [createSqliteStore({ path }), createSqliteStore({ path })];
    const write = (store: Store, text: string, vector: readonly number[]): Promise<unknown> =>
      store.commit('a', [{ kind: 'create', text, vector: Float32Array.from(vector) }], {
        time: 1,
        embedder: 'e',
      });
    await write(one, 'east', [1, 0]);
    expect(await find(two, [1, 0])).toEqual(['m1']);
    await write(two, 'north', [0, 1]);
    expect(await find(one, [0, 1])).toEqual(['m2', 'm1']);
    const space = { embedder: 'e', dimensions: 2 };
    await two.vectors.put('a', space, [{ id: 'm1', version: 1, vector: Float32Array.of(0, -1) }]);
    expect(await find(one, [0, -1])).toEqual(['m1', 'm2']);
    await one.commit('a', [{ kind: 'delete', id: 'm1' }], { time: 1 });
    expect(await find(two, [0, -1])).toEqual(['m2']);
    await Promise.all([one.close(), two.close()]);
  });

  test('pass verification after writes of others', async () => {
    const path = freshPath();
    const [one, two] = [createSqliteStore({ path, synchronous: 'normal' }), createSqliteStore({ path })];
    for (let round = 0; round < 18; round++) {
      const writes = Array.from({ length: 70 }, (_, place) => ({
        kind: 'create' as const,
        text: `shared word${round * 70 + place}`,
      }));
      await one.commit('a', writes, { time: 1 });
      expect(await two.verify()).toEqual([]);
      await two.search!.lexical('a', 'shared', { limit: 1, now: 1 });
    }
    await Promise.all([one.close(), two.close()]);
  });

  test('a small vector memory does not change results', async () => {
    const store = createSqliteStore({ path: freshPath(), vectorMemory: 64 });
    for (const namespace of ['a', 'b', 'c']) {
      for (let place = 0; place < 10; place++) {
        const vector = Float32Array.of(1, place, namespace.charCodeAt(0));
        await store.commit(namespace, [{ kind: 'create', text: `${place}`, vector }], {
          time: 1,
          embedder: 'e',
        });
      }
    }
    for (const namespace of ['a', 'b', 'c', 'a']) {
      const vector = Float32Array.of(1, 4, namespace.charCodeAt(0));
      const hits = await store.search!.nearest(namespace, { embedder: 'e', vector }, { limit: 1, now: 1 });
      expect(hits[0]?.id).toBe('m5');
    }
    await store.close();
  });
});
