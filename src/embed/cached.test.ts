/**
 * Tests of the cache of vectors, and of word tables.
 *
 * @module
 */
import { expect, test } from 'vitest';
import type { Embedder } from '../memory/embedder.ts';
import { sqlite } from '../store/sqlite/sqlite-store.ts';
import { cachedEmbedder } from './cached.ts';
import { hashingEmbedder } from './hashing.ts';
import { averageTokens } from './word-table.ts';

test('cached vectors equal fresh ones, survive the process, and are embedded once per role', async () => {
  const asked: string[] = [];
  const hashing = hashingEmbedder({ dimensions: 16 });
  const embedder: Embedder = {
    ...hashing,
    embed(texts, role) {
      asked.push(...texts.map((text) => `${role}:${text}`));
      return hashing.embed(texts, role);
    },
  };
  const store = sqlite(':memory:');
  const first = cachedEmbedder({ embedder, store });
  const texts = ['Ada', 'Bo', 'Ada'];
  expect(await first.embed(texts, 'entry')).toEqual(await hashing.embed(texts, 'entry'));
  const second = cachedEmbedder({ embedder, store });
  expect(await second.embed(['Bo', 'Cy'], 'entry')).toEqual(await hashing.embed(['Bo', 'Cy'], 'entry'));
  await second.embed(['Ada'], 'query');
  const probes = asked.filter((text) => text.endsWith(':memory'));
  expect(asked.filter((text) => !probes.includes(text))).toEqual([
    'entry:Ada',
    'entry:Bo',
    'entry:Cy',
    'query:Ada',
  ]);
  expect(probes.length).toBeLessThanOrEqual(4);
  await store.close();
});

test('a cache that another model or prefix filled is refused', async () => {
  const store = sqlite(':memory:');
  const embedder = hashingEmbedder({ dimensions: 16 });
  await cachedEmbedder({ embedder, store }).embed(['Ada'], 'entry');
  const other = hashingEmbedder({ dimensions: 32 });
  const prefixed: Embedder = {
    ...embedder,
    embed: (texts, role) =>
      embedder.embed(
        texts.map((text) => `passage: ${text}`),
        role,
      ),
  };
  for (const wrong of [other, prefixed]) {
    const cached = cachedEmbedder({ embedder: { ...wrong, name: embedder.name }, store });
    await expect(cached.embed(['Ada'], 'entry')).rejects.toMatchObject({ code: 'embedder-mismatch' });
  }
  await store.close();
});

test('a text is the unit mean of its tokens, from 16-bit or 32-bit values', () => {
  const values = Float32Array.of(3, 0, 1, 4);
  // 3, 0, 1 and 4 as 16-bit floats.
  const halves = Uint16Array.of(0x4200, 0, 0x3c00, 0x4400);
  const wanted = [4 / Math.hypot(4, 4), 4 / Math.hypot(4, 4)];
  for (const table of [values, halves]) {
    const mean = averageTokens({ rows: 2, dimensions: 2, values: table }, [0, 1]);
    expect([...mean]).toEqual(wanted.map((value) => expect.closeTo(value, 6)));
  }
  expect([...averageTokens({ rows: 2, dimensions: 2, values }, [])]).toEqual([0, 0]);
});
