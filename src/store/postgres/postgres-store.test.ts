import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Store } from '../../memory/store.ts';
import { storeCases } from '../../test/store-conformance.ts';
import { createPostgresStore } from './postgres-store.ts';

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

let schemas = 0;
const freshSchema = (): string => `test_${process.pid}_${schemas++}`;

describe(`PostgreSQL store (${given === undefined ? 'PGlite' : 'server'})`, () => {
  const schemaOf = new Map<Store, string>();
  const openIn = async (schema: string): Promise<Store> => {
    const store = await createPostgresStore({ url, schema });
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
