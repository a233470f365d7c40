/**
 * Tests of search with an embedder that fails for some texts.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import { hashingEmbedder } from '../embed/hashing.ts';
import { createMemory } from '../memory/create-memory.ts';
import type { Embedder } from '../memory/embedder.ts';
import { inMemoryStore } from './in-memory.ts';
import { reembed } from './reembed.ts';
import { sqlite } from './sqlite/sqlite-store.ts';

const STORES = { 'in-memory': inMemoryStore, sqlite: () => sqlite(':memory:') };

/** What an embedder may do with a text that it cannot embed. */
const FAULTS: Readonly<Record<string, (vector: Float32Array) => unknown>> = {
  'a rejection': () => {
    throw new Error('maximum context length is 512 tokens');
  },
  NaN: (vector) => vector.map(() => Number.NaN),
  Infinity: (vector) => vector.map(() => Number.POSITIVE_INFINITY),
  null: () => null,
  undefined: () => undefined,
  'an empty vector': () => new Float32Array(0),
  'an array': (vector) => [...vector],
  'an array of strings': (vector) => [...vector].map(String),
};

function createFaulty(fault: (vector: Float32Array) => unknown): Embedder {
  const embedder = hashingEmbedder();
  return {
    name: 'faulty',
    async embed(texts, role, signal) {
      const vectors = await embedder.embed(texts, role, signal);
      return vectors.map((vector, place) =>
        texts[place]!.includes('wide') ? (fault(vector) as Float32Array) : vector,
      );
    },
  };
}

describe.each(Object.entries(STORES))('in the %s store', (_, open) => {
  test.each(Object.entries(FAULTS))('%s for one text leaves everything else searchable', async (_, fault) => {
    const store = open();
    const embedder = createFaulty(fault);
    const memory = createMemory({ store, embedder });
    for (const text of ['Ada prefers trains.', 'A wide gauge.', 'Bo lives in Lund.'])
      await memory.create(text);
    const find = async (query: string): Promise<readonly string[]> =>
      (await memory.read(query)).map((entry) => entry.text);
    expect(await find('Where does Bo live?')).toContain('Bo lives in Lund.');
    expect(await find('gauge')).toContain('A wide gauge.');
    expect(await find('the wide one')).toEqual(['A wide gauge.']);
    const { embedded, refused } = await reembed(store, 'default', embedder);
    expect([embedded, refused.map(({ id }) => id)]).toEqual([2, ['m2']]);
    await store.close();
  });
});

test('an embedder that is down fails the call and loses no entry', async () => {
  let isDown = false;
  const works = hashingEmbedder();
  const embedder: Embedder = {
    name: works.name,
    embed: (...given) => (isDown ? Promise.reject(new Error('fetch failed')) : works.embed(...given)),
  };
  const memory = createMemory({ embedder });
  await memory.create('Ada prefers trains.');
  isDown = true;
  await expect(memory.read('trains')).rejects.toThrow('fetch failed');
  isDown = false;
  expect(await memory.read('trains')).toHaveLength(1);
});
