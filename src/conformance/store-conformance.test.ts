import { describe, expect, it, test } from 'vitest';
import type { Store } from '../memory/store.ts';
import { createInMemoryStore } from '../store/in-memory.ts';
import { storeCases } from './store-conformance.ts';

describe('a store without search of its own', () => {
  for (const { name, run } of storeCases) {
    test(name, () =>
      run({
        async open() {
          const { search: _, ...store } = createInMemoryStore();
          return store;
        },
      }),
    );
  }
});

/** What a store does wrong, the beginning of the case that must notice it, and how it is done. */
const WRONG: readonly (readonly [string, string, (store: Store) => Partial<Store>])[] = [
  [
    'lists what others hold',
    'equal texts in two namespaces',
    (store) => ({ list: () => store.list('users/1') }),
  ],
  [
    'finds what others hold',
    'equal texts in two namespaces',
    ({ search }) => ({
      search: { ...search!, nearest: (_, query, options) => search!.nearest('users/12', query, options) },
    }),
  ],
  [
    'forgets what it was told to expect',
    'a write that expects another version',
    (store) => ({
      commit: (namespace, writes, options) =>
        store.commit(
          namespace,
          writes.map(({ expectedVersion: _, ...write }) => write),
          options,
        ),
    }),
  ],
  [
    'applies the half of an atomic batch',
    'an atomic batch',
    (store) => ({
      commit: (namespace, writes, options) => store.commit(namespace, writes, { ...options, atomic: false }),
    }),
  ],
  [
    'applies a repeated commit again',
    'a commit under the same key',
    (store) => ({
      commit: (namespace, writes, { key: _, ...options }) => store.commit(namespace, writes, options),
    }),
  ],
  [
    'deletes without erasing',
    'a purged text is gone',
    (store) => ({
      async purge(namespace, ids, options) {
        const writes = ids.map((id) => ({ kind: 'delete' as const, id }));
        const commits = await store.commit(namespace, writes, options);
        return { records: 4, deleted: commits.filter((commit) => commit.ok).length };
      },
    }),
  ],
  [
    'keeps the vector of another text',
    'an updated entry is never found',
    (store) => ({
      commit: (namespace, writes, options) =>
        store.commit(
          namespace,
          writes.map((write) => ({ ...write, vector: Float32Array.of(1, 0, 0) })),
          { ...options, embedder: 'compass' },
        ),
    }),
  ],
  [
    'takes a vector that comes too late',
    'a vector that comes too late',
    ({ vectors, get }) => ({
      vectors: {
        ...vectors,
        async put(namespace, space, given, options) {
          const entries = await Promise.all(given.map(({ id }) => get(namespace, id)));
          const late = given.map((one, place) => ({ ...one, version: entries[place]?.version ?? 0 }));
          return vectors.put(namespace, space, late, options);
        },
      },
    }),
  ],
];

describe('the suite', () => {
  it.each(WRONG)('notices a store that %s', async (_, caseName, wrong) => {
    const found = storeCases.find(({ name }) => name.startsWith(caseName))!;
    await expect(
      found.run({
        async open() {
          const store = createInMemoryStore();
          return { ...store, ...wrong(store) };
        },
      }),
    ).rejects.toThrow();
  });
});
