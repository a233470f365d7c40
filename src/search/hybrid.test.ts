/**
 * Tests of merged rankings.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import { hashingEmbedder } from '../embed/hashing.ts';
import type { Retriever } from '../memory/retriever.ts';
import { hybridRetriever } from './hybrid.ts';
import { lexicalRetriever } from './lexical.ts';
import { retrieverCases } from './retriever-conformance.ts';
import { vectorRetriever } from './vector.ts';

/** A retriever that ranks by a fixed list, whatever is asked. */
function fixedRetriever(...ids: string[]): Retriever {
  const search = async (_query: string, { limit }: { limit: number }) =>
    ids.slice(0, limit).map((id, rank) => ({ id, score: -rank }));
  return { name: 'fixed', createIndex: () => ({ add: async () => {}, remove: () => {}, search }) };
}

describe('hybridRetriever', () => {
  const create = () =>
    hybridRetriever([lexicalRetriever(), vectorRetriever({ embedder: hashingEmbedder() })]);
  for (const { name, run } of retrieverCases) test(name, () => run(create));

  test('reciprocal ranks add up over lists deeper than the limit', async () => {
    const retriever = hybridRetriever([fixedRetriever('a', 'b', 'c'), fixedRetriever('d', 'c')], {
      rankConstant: 1,
    });
    const hits = await retriever.createIndex().search('any', { limit: 2 });
    expect(hits).toEqual([
      { id: 'c', score: 1 / 4 + 1 / 3 },
      { id: 'a', score: 1 / 2 },
    ]);
    expect(retriever.name).toBe('hybrid(fixed,fixed)');
  });
});
