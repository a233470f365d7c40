import { APICallError } from 'ai';
import { MockEmbeddingModelV4 } from 'ai/test';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aiSdkEmbedder, QWEN3_QUERY_PREFIX } from './ai-sdk.ts';
import { hashingEmbedder } from './hashing.ts';
import { randomEmbedder } from './random.ts';

function cosine(left: Float32Array, right: Float32Array): number {
  const dot = (one: Float32Array, other: Float32Array) =>
    one.reduce((sum, value, place) => sum + value * other[place]!, 0);
  return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
}

describe.each([
  ['hashing', () => hashingEmbedder({ dimensions: 48 })],
  ['random', () => randomEmbedder({ seed: 7, dimensions: 48 })],
])('%s', (_, create) => {
  test('gives one finite vector for each text, the same in every call and company', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }),
        async (texts) => {
          const vectors = await create().embed(texts, 'entry');
          expect(vectors.map((vector) => vector.length)).toEqual(texts.map(() => 48));
          expect(vectors.every((vector) => vector.every(Number.isFinite))).toBe(true);
          expect(await create().embed([texts.at(-1)!], 'entry')).toEqual([vectors.at(-1)!]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

test('hashing: shared words bring texts close, in any order and case', async () => {
  const [one, same, near, far] = await hashingEmbedder().embed(
    ['harbour of Lisbon', 'Lisbon of HARBOUR', 'harbours of Lisbon town', 'guitar strings'],
    'entry',
  );
  expect(cosine(one!, same!)).toBeCloseTo(1, 6);
  expect(cosine(one!, near!)).toBeGreaterThan(cosine(one!, far!) + 0.3);
});

test('random: seed and role change the vector, and no direction is favoured', async () => {
  const texts = Array.from({ length: 400 }, (_, number) => `text ${number}`);
  const entries = await randomEmbedder({ seed: 1 }).embed(texts, 'entry');
  const queries = await randomEmbedder({ seed: 1 }).embed(texts, 'query');
  const others = await randomEmbedder({ seed: 2 }).embed(texts, 'entry');
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  for (const vectors of [queries, others]) {
    expect(Math.abs(mean(entries.map((vector, place) => cosine(vector, vectors[place]!))))).toBeLessThan(
      0.03,
    );
  }
  expect(Math.abs(mean(entries.flatMap((vector) => [...vector])))).toBeLessThan(0.02);
});

describe('aiSdkEmbedder', () => {
  const model = () =>
    new MockEmbeddingModelV4({
      provider: 'test',
      modelId: 'letters',
      maxEmbeddingsPerCall: 100,
      doEmbed: async ({ values }) => ({
        embeddings: values.map((value) => [value.length, value.charCodeAt(0)]),
        warnings: [],
      }),
    });

  test('keeps order over several calls, puts prefixes on, learns the dimensions', async () => {
    const server = model();
    const embedder = aiSdkEmbedder({ model: server, maxPerCall: 2, entryPrefix: '>', queryPrefix: '?' });
    expect(embedder.dimensions).toBeUndefined();
    const vectors = await embedder.embed(['a', 'bb', 'ccc'], 'entry');
    expect(vectors.map((vector) => vector[0])).toEqual([2, 3, 4]);
    expect(server.doEmbedCalls.map((call) => call.values)).toEqual([['>a', '>bb'], ['>ccc']]);
    await embedder.embed(['q'], 'query');
    expect(server.doEmbedCalls.at(-1)!.values).toEqual(['?q']);
    expect(embedder).toMatchObject({ name: 'test/letters', dimensions: 2 });
  });

  test('a server that takes fewer texts gets fewer, and is asked for as many from then on', async () => {
    const sizes: number[] = [];
    const server = new MockEmbeddingModelV4({
      maxEmbeddingsPerCall: 100,
      doEmbed: async ({ values }) => {
        sizes.push(values.length);
        if (values.length > 10) {
          const failure = { url: 'http://127.0.0.1/v1', requestBodyValues: {}, statusCode: 422 };
          throw new APICallError({ message: 'at most 10 inputs', isRetryable: false, ...failure });
        }
        return { embeddings: values.map((value) => [value.length]), warnings: [] };
      },
    });
    const texts = Array.from({ length: 70 }, (_, number) => 'x'.repeat(number + 1));
    const vectors = await aiSdkEmbedder({ model: server }).embed(texts, 'entry');
    expect(vectors.map((vector) => vector[0])).toEqual(texts.map((text) => text.length));
    expect(sizes.slice(0, 5)).toEqual([64, 32, 16, 8, 8]);
  });

  test('retries as often as told and cancels', async () => {
    let calls = 0;
    const failing = new MockEmbeddingModelV4({
      doEmbed: async () => {
        calls++;
        throw new Error('no such server');
      },
    });
    const embedder = aiSdkEmbedder({ model: failing, maxRetries: 0 });
    await expect(embedder.embed(['a'], 'entry')).rejects.toThrow('no such server');
    expect(calls).toBe(1);
    await expect(
      aiSdkEmbedder({ model: model() }).embed(['a'], 'entry', AbortSignal.abort()),
    ).rejects.toThrow();
  });

  test('the prefix of Qwen3-Embedding ends right before the query', () => {
    expect(QWEN3_QUERY_PREFIX).toMatch(/^Instruct: .*answer the query\nQuery:$/);
  });
});
