/**
 * Tests of retrieval by vectors.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import { hashingEmbedder } from '../embed/hashing.ts';
import type { Embedder } from '../memory/embedder.ts';
import type { Entry } from '../memory/entry.ts';
import { retrieverCases } from './retriever-conformance.ts';
import { vectorRetriever } from './vector.ts';

const entry = (id: string, text = id): Entry => ({
  id,
  text,
  meta: {},
  version: 1,
  createdAt: 0,
  updatedAt: 0,
});

function createEmbedder(embed: (text: string) => Promise<Float32Array> | Float32Array): Embedder {
  return {
    name: 'test',
    dimensions: undefined,
    embed: (texts) => Promise.all(texts.map(embed)),
  };
}

describe('vectorRetriever', () => {
  for (const { name, run } of retrieverCases) {
    test(name, () => run(() => vectorRetriever({ embedder: hashingEmbedder(), batchSize: 7 })));
  }

  test.each([
    ['wrong length', Float32Array.of(1, 2), /2 values/, /2 values.*has 3/],
    ['NaN', Float32Array.of(1, Number.NaN, 0), /NaN in a vector/, /NaN in a vector/],
    ['null', null as unknown as Float32Array, /null/, /null/],
  ])('an entry with a bad vector is left out and named: %s', async (_, bad, reason, message) => {
    const embedder = createEmbedder((text) => (text === 'bad' ? bad : Float32Array.of(1, 0, 0)));
    const named: unknown[] = [];
    const index = vectorRetriever({ embedder, onUnembedded: (some) => named.push(...some) }).createIndex();
    await index.add([entry('good'), entry('bad'), entry('fine')]);
    expect(named).toEqual([{ id: 'bad', reason: expect.stringMatching(reason) }]);
    expect((await index.search('any', { limit: 6 })).map((hit) => hit.id)).toEqual(['good', 'fine']);
    await expect(index.search('bad', { limit: 1 })).rejects.toThrow(message);
  });

  test('a failed embedder rejects the add, and adding again succeeds', async () => {
    let down = true;
    const embedder = createEmbedder(async () => {
      if (down) throw new Error('no such server');
      return Float32Array.of(1, 0);
    });
    const index = vectorRetriever({ embedder }).createIndex();
    await expect(index.add([entry('a'), entry('b')])).rejects.toThrow('no such server');
    down = false;
    await index.add([entry('a'), entry('b')]);
    expect(await index.search('any', { limit: 6 })).toHaveLength(2);
  });

  test('zero vectors are stored with a score of zero', async () => {
    const embedder = createEmbedder((text) => Float32Array.of(text === 'zero' ? 0 : 1, 0));
    const index = vectorRetriever({ embedder }).createIndex();
    await index.add([entry('zero'), entry('one')]);
    expect(await index.search('one', { limit: 6 })).toEqual([
      { id: 'one', score: 1 },
      { id: 'zero', score: 0 },
    ]);
    const hits = await index.search('zero', { limit: 6 });
    expect(hits.map((hit) => hit.score)).toEqual([0, 0]);
  });

  test('a slow embedding never restores an entry removed or replaced meanwhile', async () => {
    const waiting: (() => void)[] = [];
    const embedder = createEmbedder(async (text) => {
      if (text.startsWith('slow')) await new Promise<void>((resolve) => waiting.push(resolve));
      return text.endsWith('north') ? Float32Array.of(0, 1) : Float32Array.of(1, 0);
    });
    const index = vectorRetriever({ embedder }).createIndex();
    const adding = [index.add([entry('a', 'slow north')]), index.add([entry('b', 'slow north')])];
    await index.add([entry('a', 'east')]);
    index.remove(['b']);
    for (const resume of waiting) resume();
    await Promise.all(adding);
    expect(await index.search('east', { limit: 6 })).toEqual([{ id: 'a', score: 1 }]);
  });

  test('unchanged texts and a repeated query are embedded once', async () => {
    const asked: string[] = [];
    const embedder = createEmbedder((text) => {
      asked.push(text);
      return Float32Array.of(1);
    });
    const index = vectorRetriever({ embedder }).createIndex();
    await index.add([entry('a')]);
    await index.add([{ ...entry('a'), meta: { year: 1997 } }, entry('b')]);
    await index.search('query', { limit: 1 });
    const hits = await index.search('query', { limit: 6, filter: { year: 1997 } });
    expect(hits.map((hit) => hit.id)).toEqual(['a']);
    expect(asked).toEqual(['a', 'b', 'query']);
  });
});
