/**
 * Store conformance cases: `Memory` on top of a store.
 * @module
 */

import { openMemory } from '../memory/open-memory.ts';
import type { Store } from '../memory/store.ts';
import { AtomMemError } from '../shared/error.ts';
import { storeRetriever } from '../store/store-retriever.ts';
import { check, failure, same } from './assert.ts';
import { letterEmbedder } from './letter-embedder.ts';
import { commit, listTexts, onStore, type StoreCase } from './store-case.ts';

const A = 'users/1';

/** Cases for a `Memory` that searches the store's own indexes. */
export const memoryCases: readonly StoreCase[] = [
  onStore(
    'a memory embeds each text once and finds it after reopening without embedding again',
    async (store, context) => {
      const embedder = letterEmbedder('letters');
      const openOn = (opened: Store) =>
        openMemory({ store: opened, namespace: A, retriever: storeRetriever({ embedder }), clock: () => 1 });
      const memory = openOn(store);
      await memory.apply([
        { op: 'create', text: 'zebra zone' },
        { op: 'create', text: 'quick queen' },
        { op: 'update', target: { id: 'm1' }, text: 'lilac hill' },
        { op: 'update', target: 'scratchpad', text: 'notes' },
      ]);
      const first = embedder.count();
      check(first <= 3, `3 texts were written and ${first} embedded`);
      same(listTexts(await memory.read('lilac hill'))[0], 'lilac hill');
      same((await memory.read('quick queen', { limit: 1 })).length, 1);
      check((await store.reads(A)).has('m1'), 'the read should be counted');
      // For a store without its own indexes the memory builds them, which takes embeddings.
      if (store.search === undefined) return;
      const count = embedder.count();
      check(count <= first + 2, `${count - first} texts were embedded for two queries`);
      if (context.reopen === undefined) return;
      const again = await context.reopen(store);
      same(listTexts(await openOn(again).read('lilac hill'))[0], 'lilac hill');
      same(embedder.count(), count + 1);
      await again.close();
    },
  ),
  onStore('a memory hides expired entries and enforces its capacity', async (store) => {
    let now = 1;
    const memory = openMemory({
      store,
      namespace: A,
      retriever: storeRetriever({ embedder: letterEmbedder('letters') }),
      clock: () => now,
      capacity: 2,
    });
    const effects = await memory.apply([
      { op: 'create', text: 'brief note', expiresAt: 10 },
      { op: 'create', text: 'lasting note' },
      { op: 'create', text: 'one note too many' },
    ]);
    same(
      effects.map((effect) => effect.applied || effect.reason),
      [true, true, 'over-capacity'],
    );
    same(listTexts(await memory.read('note')).toSorted(), ['brief note', 'lasting note']);
    now = 10;
    same(listTexts(await memory.read('note')), ['lasting note']);
    same(listTexts(await memory.entries()), ['lasting note']);
    same((await memory.apply([{ op: 'create', text: 'room again' }]))[0]?.applied, true);
    await memory.apply([{ op: 'update', target: { id: 'm2' }, text: 'brief too', expiresAt: 11 }]);
    now = 11;
    same(listTexts(await memory.entries()), ['room again']);
  }),
  onStore('a key reused for another call is an error, and a repeated call is applied once', async (store) => {
    const memory = openMemory({ store, namespace: A, retriever: storeRetriever(), clock: () => 1 });
    const operations = [{ op: 'create', text: 'once' }] as const;
    const first = await memory.apply(operations, { key: 'call' });
    same(await memory.apply(operations, { key: 'call' }), first);
    const error = await failure(() => memory.apply([...operations, ...operations], { key: 'call' }));
    check(
      AtomMemError.isInstance(error, 'bad-argument') && error.message.includes('"call"'),
      `expected bad-argument, got ${error}`,
    );
    same(listTexts(await memory.entries()), ['once']);
  }),
  onStore('two handles on one namespace see the same entries', async (store) => {
    const retriever = storeRetriever();
    const one = openMemory({ store, namespace: A, retriever, clock: () => 1 });
    const other = openMemory({ store, namespace: A, retriever, clock: () => 1 });
    await one.apply([{ op: 'create', text: 'the orange cat' }]);
    same(listTexts(await other.read('orange')), ['the orange cat']);
    await other.apply([{ op: 'update', target: { id: 'm1' }, text: 'the green cat' }]);
    same(listTexts(await one.read('orange')), []);
    same(listTexts(await one.read('green')), ['the green cat']);
    await commit(store, A, [{ kind: 'delete', id: 'm1' }]);
    same(listTexts(await other.read('green')), []);
  }),
];
