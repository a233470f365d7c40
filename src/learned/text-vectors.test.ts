/**
 * Vectors of texts: each text is embedded once, and a text that the embedder refuses has none.
 *
 * @module
 */
import { expect, it } from 'vitest';
import type { Embedder } from '../memory/embedder.ts';
import { createVectorReader } from './text-vectors.ts';

function createEmbedder(calls: string[]): Embedder {
  return {
    name: 'lengths',
    async embed(texts, role) {
      if (texts.some((text) => text.includes('refused'))) throw new Error('too long');
      calls.push(...texts.map((text) => `${role} ${text}`));
      return texts.map((text) => Float32Array.from([text.length, role === 'query' ? 1 : 0]));
    },
  };
}

it('returns vectors of length 1 in order, and embeds a text once per role', async () => {
  const calls: string[] = [];
  const read = createVectorReader(createEmbedder(calls));
  const vectors = await read(['abc', 'a', 'abc'], 'entry');
  expect(vectors.map((vector) => Math.hypot(...vector!))).toEqual([1, 1, 1]);
  await read(['abc'], 'entry');
  await read(['abc'], 'query');
  expect(calls).toEqual(['entry abc', 'entry a', 'query abc']);
});

it('embeds the others if one text is refused', async () => {
  const read = createVectorReader(createEmbedder([]));
  const [first, refused] = await read(['abc', 'refused'], 'entry');
  expect([first?.length, refused]).toEqual([2, undefined]);
});

it('forgets the texts that were not read for longest', async () => {
  const calls: string[] = [];
  const read = createVectorReader(createEmbedder(calls), 2);
  for (const texts of [['a', 'b'], ['a'], ['c'], ['a'], ['b']]) await read(texts, 'entry');
  expect(calls).toEqual(['entry a', 'entry b', 'entry c', 'entry b']);
});
