/**
 * `aiEmbedder` over mock models of the AI SDK.
 *
 * @module
 */
import { APICallError } from 'ai';
import { MockEmbeddingModelV4 } from 'ai/test';
import { describe, expect, test } from 'vitest';
import { aiEmbedder, QWEN3_QUERY_PREFIX } from './ai-embedder.ts';

describe('aiEmbedder', () => {
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
    const embedder = aiEmbedder({ model: server, maxPerCall: 2, entryPrefix: '>', queryPrefix: '?' });
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
    const vectors = await aiEmbedder({ model: server }).embed(texts, 'entry');
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
    const embedder = aiEmbedder({ model: failing, maxRetries: 0 });
    await expect(embedder.embed(['a'], 'entry')).rejects.toThrow('no such server');
    expect(calls).toBe(1);
    await expect(aiEmbedder({ model: model() }).embed(['a'], 'entry', AbortSignal.abort())).rejects.toThrow();
  });

  test('the prefix of Qwen3-Embedding ends right before the query', () => {
    expect(QWEN3_QUERY_PREFIX).toMatch(/^Instruct: .*answer the query\nQuery:$/);
  });
});
