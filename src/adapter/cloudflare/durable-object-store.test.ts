import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'vitest';
import { storeCases } from '../../conformance/store-conformance.ts';
import type { Store } from '../../memory/store.ts';
import { durableObjectStore } from './durable-object-store.ts';
import type { SqlStorage } from './log-tables.ts';

/** The interface of a Durable Object's database over `node:sqlite`. */
function openSql(): SqlStorage {
  const database = new DatabaseSync(':memory:');
  return {
    exec(query, ...bindings) {
      const values = bindings.map((value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value));
      const rows = database.prepare(query).all(...values);
      return { toArray: () => rows };
    },
  };
}

const databases = new WeakMap<Store, SqlStorage>();
function openStore(sql: SqlStorage): Store {
  const store = durableObjectStore(sql);
  databases.set(store, sql);
  return store;
}

describe('durableObjectStore', () => {
  test.each(storeCases.map(({ name, run }) => [name, run] as const))('%s', async (_, run) => {
    await run({
      open: async () => openStore(openSql()),
      async reopen(store) {
        await store.close();
        return openStore(databases.get(store)!);
      },
      longestText: 100_000,
    });
  });
});
