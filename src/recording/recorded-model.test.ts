import { AsyncLocalStorage } from 'node:async_hooks';
import { embedMany, generateText, streamText } from 'ai';
import { MockEmbeddingModelV4, MockLanguageModelV4 } from 'ai/test';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallStore, createCallStore, hashRequest, recordable } from './recorded-call.ts';
import { createRecorder, type RecorderOptions } from './recorded-model.ts';

const KEY = 'sk-very-secret-0123456789';

/** A model that never says the same twice, and its count of calls. */
function talker(): { model: MockLanguageModelV4; calls: () => number } {
  let calls = 0;
  const model = new MockLanguageModelV4({
    modelId: 'talker',
    doGenerate: async () => {
      calls += 1;
      return {
        content: [{ type: 'text', text: `reply ${calls} with ${KEY}` }],
        finishReason: { unified: 'stop', raw: 'stop' },
        usage: {
          inputTokens: { total: 10, noCache: 6, cacheRead: 4, cacheWrite: undefined },
          outputTokens: { total: 3, text: 3, reasoning: undefined },
          raw: { key: KEY },
        },
        response: { headers: { authorization: KEY }, body: KEY },
        warnings: [],
      };
    },
  });
  return { model, calls: () => calls };
}

const ask = async (
  store: CallStore,
  model: MockLanguageModelV4,
  prompt: string,
  options: Partial<RecorderOptions> = {},
) => {
  const recorder = createRecorder({ store, mode: 'record', secrets: [KEY], ...options });
  const { text, usage } = await generateText({
    model: recorder.languageModel(model),
    prompt,
    temperature: 0.7,
    maxRetries: 0,
    headers: { authorization: `Bearer ${KEY}` },
  });
  return { text, tokens: usage.inputTokens, cached: usage.inputTokenDetails.cacheReadTokens };
};

describe('createRecorder', () => {
  it('asks once; afterwards the store answers with text and token counts, with or without a server', async () => {
    const store = createCallStore();
    const { model, calls } = talker();
    const first = await ask(store, model, 'Where?');
    expect(first).toEqual({ text: 'reply 1 with [secret]', tokens: 10, cached: 4 });
    expect(await ask(store, model, 'Where?')).toEqual(first);
    expect(
      await ask(store, new MockLanguageModelV4({ modelId: 'talker' }), 'Where?', { mode: 'replay' }),
    ).toEqual(first);
    expect(calls()).toBe(1);
  });

  it('keeps every reply to a call that is made again, in order, counted by episode', async () => {
    const store = createCallStore();
    const { model } = talker();
    const replies = async (mode: 'record' | 'replay'): Promise<readonly string[]> => {
      const counts = new Map<string, number>();
      const options = { mode, counts: () => counts };
      const asked = [];
      for (let time = 0; time < 3; time++) asked.push((await ask(store, model, 'Again?', options)).text);
      return asked;
    };
    const recorded = await replies('record');
    expect(new Set(recorded).size).toBe(3);
    expect(await replies('replay')).toEqual(recorded);
    const counts = new Map<string, number>([[await onlyKey(store), 3]]);
    await expect(ask(store, model, 'Again?', { mode: 'replay', counts: () => counts })).rejects.toThrow(
      'was recorded 3 times and is called once more',
    );
  });

  it('gives episodes that run together the same replies in any order', async () => {
    const { model, calls } = talker();
    const episode = new AsyncLocalStorage<Map<string, number>>();
    const counts = () => episode.getStore()!;
    const recorder = createRecorder({ store: createCallStore(), mode: 'record', counts });
    const wrapped = recorder.languageModel(model);
    const runs = Array.from({ length: 5 }, () =>
      episode.run(new Map(), async () => {
        const first = await generateText({ model: wrapped, prompt: 'At once?' });
        const second = await generateText({ model: wrapped, prompt: 'At once?' });
        return [first.text, second.text];
      }),
    );
    const texts = await Promise.all(runs);
    expect(new Set(texts.map((pair) => JSON.stringify(pair))).size).toBe(1);
    expect(texts[0]![0]).not.toBe(texts[0]![1]);
    expect(calls()).toBe(2);
  });

  it('records no header, no credential and no raw answer', async () => {
    const store = createCallStore();
    await ask(store, talker().model, `Here is ${KEY}`);
    expect(JSON.stringify(await store.all())).not.toContain(KEY);
    const named = recordable({ apiKey: 'abc', 'x-api-key': 'abc', nested: [{ access_token: 'abc' }] });
    expect(JSON.stringify(named)).not.toContain('abc');
  });

  it('shows where a call first differs from the nearest recorded one', async () => {
    const store = createCallStore();
    const { model } = talker();
    await ask(store, model, 'Something else entirely.');
    await ask(store, model, 'Ada was born in London.');
    await expect(ask(store, model, 'Ada was buried in Hucknall.', { mode: 'replay' })).rejects.toThrow(
      /prompt\[0\]\.content\[0\]\.text at character 9: recorded "Ada was born in London\.", requested "Ada was buried in Hucknall\."/,
    );
    await expect(ask(createCallStore(), model, 'Ada', { mode: 'replay' })).rejects.toThrow(
      'no chat call of talker was recorded',
    );
  });

  it('does not record a call that failed', async () => {
    const store = createCallStore();
    let down = true;
    const { model } = talker();
    const flaky = new MockLanguageModelV4({
      modelId: 'talker',
      doGenerate: async (options) => {
        if (down) throw new Error('no server');
        return model.doGenerate(options);
      },
    });
    await expect(ask(store, flaky, 'Where?')).rejects.toThrow('no server');
    expect(await store.all()).toEqual([]);
    down = false;
    expect((await ask(store, flaky, 'Where?')).text).toBe('reply 1 with [secret]');
  });

  it('serves streams from the same records', async () => {
    const store = createCallStore();
    const recorder = createRecorder({ store, mode: 'record' });
    const { model, calls } = talker();
    const call = { model: recorder.languageModel(model), prompt: 'Where?' };
    expect(await streamText(call).text).toContain('reply 1');
    expect(calls()).toBe(1);
  });

  it('embeds every text once, however texts come together', async () => {
    const store = createCallStore();
    const asked: string[] = [];
    const model = new MockEmbeddingModelV4({
      modelId: 'letters',
      doEmbed: async ({ values }) => {
        asked.push(...values);
        return { embeddings: values.map((value) => [value.length, value.charCodeAt(0)]), warnings: [] };
      },
    });
    const wrapped = createRecorder({ store, mode: 'record' }).embeddingModel(model);
    const embed = async (values: string[]) => (await embedMany({ model: wrapped, values })).embeddings;
    expect(await embed(['a', 'bb'])).toEqual([
      [1, 97],
      [2, 98],
    ]);
    expect(await embed(['ccc', 'bb', 'a'])).toEqual([
      [3, 99],
      [2, 98],
      [1, 97],
    ]);
    expect(asked).toEqual(['a', 'bb', 'ccc']);
    const replayed = createRecorder({ store, mode: 'replay' }).embeddingModel(
      new MockEmbeddingModelV4({ modelId: 'letters' }),
    );
    expect((await embedMany({ model: replayed, values: ['bb'] })).embeddings).toEqual([[2, 98]]);
    await expect(embedMany({ model: replayed, values: ['dd'], maxRetries: 0 })).rejects.toThrow(
      'embedding call of letters',
    );
  });
});

describe('hashRequest', () => {
  it('depends on what a call says and not on the order of its names', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), async (fields, model) => {
        const names = Object.keys(fields).filter((name) => name !== '__proto__');
        const write = (order: readonly string[]) => {
          const parameters = recordable(Object.fromEntries(order.map((name) => [name, fields[name]])));
          return hashRequest({ kind: 'chat', ...(parameters as object), model });
        };
        expect(await write(names)).toBe(await write([...names].reverse()));
        expect(await write(names)).toMatch(/^[0-9a-f]{64}$/);
      }),
      { numRuns: 50 },
    );
  });
});

async function onlyKey(store: CallStore): Promise<string> {
  const [call] = await store.all();
  return hashRequest(call!.request);
}
