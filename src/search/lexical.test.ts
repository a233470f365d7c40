/**
 * Tests of retrieval by words.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import type { Entry } from '../memory/entry.ts';
import { lexicalRetriever } from './lexical.ts';
import { retrieverCases } from './retriever-conformance.ts';

describe('lexicalRetriever', () => {
  for (const { name, run } of retrieverCases) test(name, () => run(() => lexicalRetriever()));

  const entry = (id: string, text: string): Entry => ({
    id,
    text,
    meta: {},
    version: 1,
    createdAt: 0,
    updatedAt: 0,
  });

  test('words of a replaced or removed entry find nothing', async () => {
    const index = lexicalRetriever().createIndex();
    await index.add([entry('a', 'quartz'), entry('b', 'basalt'), entry('c', 'granite')]);
    await index.add([entry('a', 'marble')]);
    index.remove(['b']);
    for (const gone of ['quartz', 'basalt']) expect(await index.search(gone, { limit: 6 })).toEqual([]);
  });

  test('stop words count only in a query without other words', async () => {
    const index = lexicalRetriever().createIndex();
    await index.add([entry('a', 'to be or not to be'), entry('b', 'harbour of Lisbon')]);
    const found = async (query: string) => (await index.search(query, { limit: 6 })).map((hit) => hit.id);
    expect(await found('Which is the harbour to be?')).toEqual(['b']);
    expect(await found('to be or not to be')).toEqual(['a']);
  });
});
