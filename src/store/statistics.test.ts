/**
 * Tests of the statistics.
 *
 * @module
 */
import { expect, test } from 'vitest';
import type { Write } from '../memory/write.ts';
import { inMemoryStore } from './in-memory.ts';
import { readStatistics } from './statistics.ts';

const entry = (text: string, vector?: readonly number[], expiresAt?: number): Write => ({
  kind: 'create',
  text,
  ...(vector && { vector: Float32Array.from(vector) }),
  ...(expiresAt !== undefined && { expiresAt }),
});

test('an empty namespace has empty statistics', async () => {
  expect(await readStatistics(inMemoryStore(), 'a', { now: 5 })).toEqual({
    entries: 0,
    neverRead: 0,
    unembedded: [],
    nearDuplicates: [],
    averageAge: null,
    bytes: { entries: 0, log: 0, vectors: 0 },
  });
});

test('entries, reads, ages, bytes and duplicates are counted; expired entries are not', async () => {
  const store = inMemoryStore();
  const writes = [entry('ä', [1, 0]), entry('b', [1, 0.01]), entry('c', [0, 1]), entry('gone', [1, 0], 4)];
  await store.commit('a', writes, { time: 1, embedder: 'e' });
  await store.commit('a', [{ kind: 'update', id: 'm3', text: 'cc' }], { time: 3 });
  store.noteReads('a', ['m1', 'm1', 'm4']);
  const figures = await readStatistics(store, 'a', { now: 5 });
  expect(figures).toEqual({
    entries: 3,
    neverRead: 2,
    unembedded: ['m3'],
    nearDuplicates: [['m1', 'm2']],
    averageAge: (4 + 4 + 2) / 3,
    // Two bytes of metadata ("{}") each.
    bytes: { entries: 2 + 1 + 2 + 3 * 2, log: 2 + 1 + 1 + 4 + 2 + 5 * 2, vectors: 3 * 2 * 4 },
  });
});

test('without vectors, entries with equal words are duplicates', async () => {
  const store = inMemoryStore();
  const texts = ['The cat, the dog', 'a bird', 'dog: the CAT'];
  await store.commit(
    'a',
    texts.map((text) => entry(text)),
    { time: 1 },
  );
  expect((await readStatistics(store, 'a', { now: 1 })).nearDuplicates).toEqual([['m1', 'm3']]);
});
