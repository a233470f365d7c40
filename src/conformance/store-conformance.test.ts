/**
 * Tests that the store suite finds broken stores.
 *
 * @module
 */
import { describe, expect, it, test } from 'vitest';
import type { Entry } from '../memory/entry.ts';
import type { Store } from '../memory/store.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { storeCases } from './store-conformance.ts';

describe('a store without built-in search', () => {
  for (const { name, run } of storeCases) {
    test(name, () =>
      run({
        async open() {
          const { search: _, ...store } = inMemoryStore();
          return store;
        },
      }),
    );
  }
});

/** A defect of a store, the start of the case that must catch it, and how to cause it. */
const WRONG: readonly (readonly [string, string, (store: Store) => Partial<Store>])[] = [
  [
    'lists entries of other namespaces',
    'a search never returns equal texts',
    (store) => ({ list: () => store.list('users/1') }),
  ],
  [
    'finds entries of other namespaces',
    'a search never returns equal texts',
    ({ search }) => ({
      search: { ...search!, nearest: (_, query, options) => search!.nearest('users/12', query, options) },
    }),
  ],
  [
    'ignores the expected version',
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
    'returns its own objects',
    'callers cannot change',
    ({ get }) => {
      const live = new Map<string, Entry>();
      return {
        async get(namespace, id) {
          const entry = live.get(id) ?? { ...(await get(namespace, id))! };
          live.set(id, entry);
          return entry;
        },
      };
    },
  ],
  [
    'applies half of an atomic batch',
    'an atomic batch',
    (store) => ({
      commit: (namespace, writes, options) => store.commit(namespace, writes, { ...options, atomic: false }),
    }),
  ],
  [
    'applies a repeated commit again',
    'a commit repeated under one key',
    (store) => ({
      commit: (namespace, writes, { key: _, ...options }) => store.commit(namespace, writes, options),
    }),
  ],
  [
    'deletes without erasing',
    'a purge removes the text',
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
    'an updated entry is not found',
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
    'accepts a vector of an outdated text',
    'a vector of an outdated text',
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
  it.each(WRONG)('catches a store that %s', async (_, caseName, wrong) => {
    const found = storeCases.find(({ name }) => name.startsWith(caseName))!;
    await expect(
      found.run({
        async open() {
          const store = inMemoryStore();
          return { ...store, ...wrong(store) };
        },
      }),
    ).rejects.toThrow();
  });
});
