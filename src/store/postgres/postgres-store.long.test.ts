/**
 * Tests of the PostgreSQL store on a real server.
 *
 * @module
 */
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createFaultyProxy, type FaultyProxy } from '../../conformance/faulty-proxy.ts';
import { storeCases } from '../../conformance/store-conformance.ts';
import { mixBits } from '../../embed/hash.ts';
import type { Store } from '../../memory/store.ts';
import { createFlatIndex } from '../../search/flat-index.ts';
import { createPostgresStore, type PostgresStore } from './postgres-store.ts';

const given = process.env.ATOMMEM_TEST_POSTGRES_URL;
let url = given ?? '';
let database: PGlite | undefined;
let server: PGLiteSocketServer | undefined;

beforeAll(async () => {
  if (given !== undefined) return;
  database = await PGlite.create({ extensions: { vector } });
  server = new PGLiteSocketServer({ db: database, port: 0, host: '127.0.0.1', maxConnections: 100 });
  await server.start();
  url = `postgres://postgres@${server.getServerConn()}/postgres`;
}, 60_000);

afterAll(async () => {
  await server?.stop();
  await database?.close();
}, 60_000);

/** PGlite is one session: statements of two connections would come between each other. */
const connections = given === undefined ? 1 : 10;

let schemas = 0;
const freshSchema = (): string => `test_${process.pid}_${schemas++}`;

describe(`PostgreSQL store (${given === undefined ? 'PGlite' : 'server'})`, () => {
  const schemaOf = new Map<Store, string>();
  const openIn = async (schema: string): Promise<Store> => {
    const store = await createPostgresStore({ url, schema, connections });
    schemaOf.set(store, schema);
    return store;
  };
  const context = {
    open: () => openIn(freshSchema()),
    async reopen(store: Store) {
      await store.close();
      return openIn(schemaOf.get(store)!);
    },
  };
  for (const { name, run } of storeCases) test(name, () => run(context));
});

/** As the statement goes over the wire. */
const COMMIT = 'commit\0';

const create = (store: Store, text: string, options = {}): Promise<unknown> =>
  store.commit('a', [{ kind: 'create', text }], { time: 1, ...options });

const textsIn = async (store: Store): Promise<readonly string[]> =>
  (await store.list('a')).map((entry) => entry.text);

describe('a connection lost during an operation', () => {
  let proxy: FaultyProxy;
  let store: PostgresStore;
  const open = async (): Promise<void> => {
    proxy = await createFaultyProxy(url);
    store = await createPostgresStore({ url: proxy.url, schema: freshSchema(), connections, busyWait: 500 });
    await create(store, 'before');
  };
  afterEach(async () => {
    await store.close();
    await proxy.close();
  });

  test('before the commit is sent: not applied, and the error says so', async () => {
    await open();
    proxy.breakAt('insert into', 'before');
    await expect(create(store, 'lost')).rejects.toMatchObject({
      code: 'connection-lost',
      details: { applied: 'no' },
    });
    await create(store, 'after');
    expect(await textsIn(store)).toEqual(['before', 'after']);
  });

  test('on the way to the server: the server confirms that it was not applied', async () => {
    await open();
    proxy.breakAt(COMMIT, 'before');
    await expect(create(store, 'lost')).rejects.toMatchObject({
      code: 'connection-lost',
      details: { applied: 'no' },
    });
    await create(store, 'after');
    expect(await textsIn(store)).toEqual(['before', 'after']);
  });

  test('on the way back: the server confirms that it was applied, and the call succeeds', async () => {
    await open();
    proxy.breakAt(COMMIT, 'after');
    const [done] = (await create(store, 'kept')) as [{ ok: boolean }];
    expect(done.ok).toBe(true);
    expect(await textsIn(store)).toEqual(['before', 'kept']);
  });

  test('permanently: the outcome is unknown, and a retry with the same key applies it once', async () => {
    await open();
    proxy.breakAt(COMMIT, 'after', { forGood: true });
    await expect(create(store, 'once', { key: 'k' })).rejects.toMatchObject({
      code: 'connection-lost',
      details: { applied: 'unknown' },
      remedy: expect.stringContaining('key'),
    });
    proxy.heal();
    await create(store, 'once', { key: 'k' });
    expect(await textsIn(store)).toEqual(['before', 'once']);
  });

  test('permanently: the store can be closed, and unwritten read counts are lost', async () => {
    await open();
    store.noteReads('a', ['m1']);
    proxy.breakAt('begin', 'before', { forGood: true });
    await store.close();
  });
});

/** What the files of a schema's tables, indexes and overflow tables hold; `undefined` for who may not look. */
async function readFiles(schema: string): Promise<string | undefined> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const who = await client.query(`select current_setting('is_superuser') = 'on' as may`);
    if (!who.rows[0].may) return undefined;
    await client.query('checkpoint');
    const { rows } = await client.query<{ bytes: Buffer }>(
      `with own as (select oid, reltoastrelid from pg_class where relnamespace = $1::regnamespace),
            held as (select oid from own union select reltoastrelid from own)
       select pg_read_binary_file(pg_relation_filepath(oid)) as bytes from pg_class
       where relkind in ('r', 'i', 't') and (oid in (select oid from held)
         or oid in (select indexrelid from pg_index where indrelid in (select oid from held)))`,
      [schema],
    );
    return Buffer.concat(rows.map(({ bytes }) => bytes)).toString('latin1');
  } finally {
    await client.end();
  }
}

test('purged texts are in no file of the tables', async ({ skip }) => {
  const schema = freshSchema();
  const store = await createPostgresStore({ url, schema, connections });
  // Beyond what a page holds, and not to be compressed away.
  const long = Array.from({ length: 3000 }, (_, place) => (place * 7919).toString(36)).join(' ');
  await create(store, 'Zanzibarbara stays');
  await create(store, `Quuxington was the first text. ${long}`);
  const update = {
    kind: 'update',
    id: 'm2',
    text: 'Xyzzyford replaced it',
    meta: { of: 'Plughton' },
  } as const;
  await store.commit('a', [update], { time: 2 });
  const secrets = /quuxington|xyzzyford|plughton/i;
  const before = await readFiles(schema);
  if (before === undefined) skip('only a superuser may read the files of a server');
  expect(before).toMatch(secrets);
  await store.purge('a', ['m2'], { time: 3 });
  const files = await readFiles(schema);
  expect(files).toMatch(/zanzibarbara/i);
  expect(files).not.toMatch(secrets);
  expect(files).not.toContain(long.slice(9000, 9040));
  await store.close();
});

test.skipIf(given === undefined)(
  'a purge waits no longer than it may, and says that the texts are erased',
  async () => {
    const schema = freshSchema();
    const store = await createPostgresStore({ url, schema, connections, busyWait: 200 });
    await create(store, 'one');
    const reader = new pg.Client(url);
    await reader.connect();
    await reader.query(`begin; select * from ${schema}.operation`);
    await expect(store.purge('a', ['m1'], { time: 2 })).rejects.toMatchObject({
      code: 'locked',
      details: { applied: 'yes' },
    });
    expect((await store.log('a')).map((record) => record.text)).toEqual([null, null]);
    await reader.end();
    expect(await store.purge('a', ['m1'], { time: 3 })).toEqual({ records: 0, deleted: 0 });
    await store.close();
  },
);

test('a vector that pgvector cannot store is rejected with its reason', async () => {
  const store = await createPostgresStore({ url, schema: freshSchema(), connections });
  const write = { kind: 'create', text: 'x', vector: new Float32Array(16_001).fill(1) } as const;
  await expect(store.commit('a', [write], { time: 1, embedder: 'e' })).rejects.toMatchObject({
    code: 'bad-vector',
  });
  expect(await store.generation('a')).toBe(0);
  await store.close();
});

describe('large namespaces', () => {
  test('have an isolated index that follows their entries', async () => {
    const store = await createPostgresStore({ url, schema: freshSchema(), connections, hnswFrom: 200 });
    const vectorAt = (place: number): Float32Array => Float32Array.of(Math.cos(place), Math.sin(place), 0.1);
    for (const namespace of ['a', 'b']) {
      const writes = Array.from({ length: namespace === 'a' ? 250 : 20 }, (_, place) => ({
        kind: 'create' as const,
        text: `entry ${place}`,
        vector: vectorAt(place / 50),
        ...(place === 7 ? { expiresAt: 5 } : {}),
      }));
      await store.commit(namespace, writes, { time: 1, embedder: 'e' });
    }
    const nearest = async (namespace: string, place: number, limit = 6): Promise<readonly string[]> => {
      const query = { embedder: 'e', vector: vectorAt(place / 50) };
      return (await store.search.nearest(namespace, query, { limit, now: 9 })).map((hit) => hit.id);
    };
    expect(await store.search.buildIndex('a')).toBe(true);
    expect(await store.search.buildIndex('b')).toBe(false);
    expect(await nearest('a', 100, 1)).toEqual(['m101']);
    expect(await nearest('a', 7, 9)).not.toContain('m8');
    expect((await nearest('b', 100)).length).toBe(6);
    await store.commit('a', [{ kind: 'update', id: 'm101', text: 'moved', vector: vectorAt(-3) }], {
      time: 2,
      embedder: 'e',
    });
    expect(await nearest('a', 100, 1)).not.toEqual(['m101']);
    expect(await nearest('a', -150, 1)).toEqual(['m101']);
    await store.close();
  });

  test('have an index again after a move to another embedder', async () => {
    const schema = freshSchema();
    const store = await createPostgresStore({ url, schema, connections, hnswFrom: 20 });
    const vectors = Array.from({ length: 30 }, (_, place) => scattered(place, 3));
    const writes = vectors.map((vector) => ({ kind: 'create' as const, text: 'x', vector }));
    await store.commit('a', writes, { time: 1, embedder: 'e' });
    const find = (embedder: string): Promise<unknown> =>
      store.search.nearest('a', { embedder, vector: scattered(1, 3) }, { limit: 1, now: 1 });
    await find('e');
    const moved = vectors.map((vector, place) => ({ id: `m${place + 1}`, version: 1, vector }));
    await store.vectors.put('a', { embedder: 'f', dimensions: 3 }, moved, { replace: true });
    await find('f');
    expect(await countScans(schema, 'entry_nearest_1')).toBeDefined();
    await store.close();
  });

  test('return the results of an exact search from the index', async () => {
    const schema = freshSchema();
    const store = await createPostgresStore({ url, schema, connections, hnswFrom: 2000 });
    const [dimensions, entries, limit] = [64, 3000, 10];
    const exact = createFlatIndex(dimensions);
    const writes = Array.from({ length: entries }, (_, place) => {
      exact.set(`m${place + 1}`, scattered(place, dimensions));
      return { kind: 'create' as const, text: `entry ${place}`, vector: scattered(place, dimensions) };
    });
    await store.commit('a', writes, { time: 1, embedder: 'e' });
    expect(await store.search.buildIndex('a')).toBe(true);
    let found = 0;
    const queries = 50;
    for (let place = 0; place < queries; place++) {
      const vector = scattered(-1 - place, dimensions);
      const expected = new Set(exact.search(vector, limit).map((hit) => hit.id));
      const hits = await store.search.nearest('a', { embedder: 'e', vector }, { limit, now: 1 });
      found += hits.filter((hit) => expected.has(hit.id)).length;
    }
    exact.clear();
    await store.close();
    expect(await countScans(schema, 'entry_nearest_1')).toBeGreaterThanOrEqual(queries);
    expect(found / (queries * limit)).toBeGreaterThan(0.95);
  }, 120_000);
});

/** Vectors without any order: the hardest ones for an index of neighbours. */
function scattered(place: number, dimensions: number): Float32Array {
  return Float32Array.from(
    { length: dimensions },
    (_, axis) => mixBits(place * dimensions + axis) / 2 ** 31 - 1,
  );
}

/** How often an index was asked; `undefined` where it is not there. */
async function countScans(schema: string, index: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_stat_force_next_flush()');
    const { rows } = await client.query(
      'select idx_scan::integer as scans from pg_stat_user_indexes where schemaname = $1 and indexrelname = $2',
      [schema, index],
    );
    return rows[0]?.scans;
  } finally {
    await client.end();
  }
}

describe('a database that cannot be used', () => {
  const withClient = async (statement: string): Promise<void> => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };

  test('is unreachable if no server listens', async () => {
    const refused = createPostgresStore({ url: 'postgres://postgres@127.0.0.1:1/postgres', busyWait: 500 });
    await expect(refused).rejects.toMatchObject({
      name: 'AtomMemError',
      code: 'unreachable',
    });
  });

  test('is unreachable if the address is malformed', async () => {
    const refused = createPostgresStore({ url: 'postgres://[nowhere' });
    await expect(refused).rejects.toMatchObject({ name: 'AtomMemError', code: 'unreachable' });
  });

  test('is foreign if the schema has tables of another program', async () => {
    const schema = freshSchema();
    await withClient(`create schema ${schema}; create table ${schema}.recipe (name text)`);
    await expect(createPostgresStore({ url, schema, connections })).rejects.toMatchObject({
      code: 'foreign',
    });
  });

  test('is rejected if its schema is newer', async () => {
    const schema = freshSchema();
    await (await createPostgresStore({ url, schema, connections })).close();
    await withClient(`insert into ${schema}.migration values (99)`);
    await expect(createPostgresStore({ url, schema, connections })).rejects.toMatchObject({
      code: 'newer-schema',
    });
  });

  test('protects its log from other programs', async () => {
    const schema = freshSchema();
    const store = await createPostgresStore({ url, schema, connections });
    await create(store, 'one');
    await expect(withClient(`update ${schema}.operation set text = 'forged'`)).rejects.toThrow(/append-only/);
    await expect(withClient(`delete from ${schema}.operation`)).rejects.toThrow(/append-only/);
    await store.close();
  });

  test.skipIf(given === undefined)('is migrated once by stores that open together', async () => {
    const schema = freshSchema();
    const stores = await Promise.all([1, 2, 3].map(() => createPostgresStore({ url, schema, connections })));
    await Promise.all(stores.map((store, place) => create(store, `text ${place}`)));
    expect((await textsIn(stores[0]!)).toSorted()).toEqual(['text 0', 'text 1', 'text 2']);
    await Promise.all(stores.map((store) => store.close()));
  });
});
