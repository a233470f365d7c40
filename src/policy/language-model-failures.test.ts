import { MockLanguageModelV4 } from 'ai/test';
import { describe, expect, test } from 'vitest';
import {
  context,
  createTestPolicy,
  findFailure,
  memorise,
  open,
  start,
} from '../../test/loopback/model-policy.ts';
import type { ScriptedAnswer } from '../../test/loopback/openai-server.ts';
import { openAICompatible } from '../ai/openai-compatible.ts';
import { type Sleep, sleepByTimer } from '../shared/retry.ts';
import { languageModelPolicy } from './language-model.ts';

const SECRET = 'sk-loopback-0123456789abcdef';

describe('retries', () => {
  test('429, 5xx and broken connections are tried again, with growing waits', async () => {
    const { policy, server, waits } = await start({
      chat: [
        { status: 429 },
        { status: 500 },
        { status: 503 },
        { drop: 'before-answer' },
        { content: '<create_memory>Ada</create_memory>' },
      ],
    });
    const reply = await policy.act(memorise, context);
    expect(reply.operations).toHaveLength(1);
    expect(reply.failure).toBeUndefined();
    expect(reply.usage.modelCalls).toBe(5);
    expect(server.requests).toHaveLength(5);
    expect(waits).toEqual([375, 750, 1500, 3000]); // 500 ms doubled, three quarters of it at random 0.5
  });

  test('a connection that breaks in the middle of an answer is tried again', async () => {
    const { policy } = await start({ chat: [{ drop: 'in-body' }, { content: 'fine' }] });
    expect(await policy.act(memorise, context)).toMatchObject({ text: 'fine', usage: { modelCalls: 2 } });
  });

  test('the wait that a server asks for is kept to, as seconds or as a date', async () => {
    const { policy, waits } = await start({
      chat: [
        { status: 429, retryAfter: '7' },
        {
          status: 503,
          retryAfter: 'Wed, 21 Oct 2026 07:28:09 GMT',
          headers: { date: 'Wed, 21 Oct 2026 07:28:00 GMT' },
        },
        { content: 'fine' },
      ],
    });
    expect((await policy.act(memorise, context)).text).toBe('fine');
    expect(waits).toEqual([7000, 9000]);
  });

  test('a wait of an hour ends the attempts', async () => {
    const { policy, server, waits } = await start({ chat: [{ status: 429, retryAfter: '3600' }] });
    expect((await policy.act(memorise, context)).failure).toMatchObject({ kind: 'refused' });
    expect([server.requests.length, waits.length]).toEqual([1, 0]);
  });

  test('attempts are limited', async () => {
    const { policy, server } = await start({ chat: () => ({ status: 500, message: 'out of memory' }) });
    const reply = await policy.act(memorise, context);
    expect(server.requests).toHaveLength(3 + 2);
    expect(reply.failure).toEqual({
      boundary: 'model',
      kind: 'server',
      message: 'the model server answered 500: out of memory',
    });
    expect(reply.usage).toEqual({ modelCalls: 5, promptTokens: 0, cachedTokens: 0, completionTokens: 0 });
  });

  test.each([400, 401, 403, 404, 408, 422])('status %i is never tried again', async (status) => {
    const { policy, server } = await start({
      chat: [{ status, message: 'no such model' }, { content: 'late' }],
    });
    const reply = await policy.act(memorise, context);
    expect(server.requests).toHaveLength(1);
    expect(reply).toMatchObject({ operations: [], issues: [], action: { kind: 'none' } });
    expect(reply.failure).toEqual({
      boundary: 'model',
      kind: 'refused',
      message: `the model server answered ${status}: no such model`,
    });
    expect(reply.prompt).toHaveLength(2);
  });
});

describe('failures', () => {
  test.each(['{"choices": [{', '{"choices": []}', '<html>proxy</html>', '{"unexpected": true}'])(
    'an answer that is none: %s',
    async (body) => {
      const { policy, server } = await start({ chat: [{ body }, { content: 'late' }] });
      expect(await findFailure(policy)).toMatchObject({ boundary: 'model', kind: 'malformed' });
      expect(server.requests).toHaveLength(1);
    },
  );

  test('a slow answer past the time limit', async () => {
    let expire = (): void => {};
    const chat = (): ScriptedAnswer => {
      setImmediate(() => expire());
      return { content: 'late', delay: 60_000 };
    };
    const { policy, server } = await start({ chat }, 'tags', 'native', {
      timeout: 100,
      startTimer(act) {
        expire = act;
        return () => {};
      },
    });
    const reply = await policy.act(memorise, context);
    expect(reply.failure).toMatchObject({ kind: 'timeout', message: 'no answer within 100 ms' });
    expect(reply.usage.modelCalls).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  test('no server at all', async () => {
    const { policy, server } = await start({});
    await server.close();
    const reply = await policy.act(memorise, context);
    expect(reply.failure).toMatchObject({
      kind: 'network',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(reply.usage.modelCalls).toBe(5);
  });

  test('a reply that a content filter kept back', async () => {
    const { policy } = await start({ chat: [{ content: '', finishReason: 'content_filter' }] });
    expect(await findFailure(policy)).toMatchObject({ kind: 'refused' });
  });

  test.each([new Error('boom'), 'a string', undefined, null, { statusCode: 'odd', cause: 1 }])(
    'a model that throws %s',
    async (thrown) => {
      const model = new MockLanguageModelV4({ doGenerate: () => Promise.reject(thrown) });
      expect(await findFailure(createTestPolicy(model))).toMatchObject({
        boundary: 'model',
        kind: 'unknown',
      });
    },
  );

  test('a model that heeds no signal is left behind at the time limit', async () => {
    const model = new MockLanguageModelV4({ doGenerate: () => new Promise(() => {}) });
    expect(await findFailure(createTestPolicy(model, { timeout: 1 }))).toMatchObject({ kind: 'timeout' });
  });
});

describe('abort', () => {
  test('during a call', async () => {
    const abort = new AbortController();
    const { policy, server } = await start({
      chat: () => {
        setImmediate(() => abort.abort());
        return { content: 'late', delay: 60_000 };
      },
    });
    const reply = await policy.act(memorise, { ...context, signal: abort.signal });
    expect(reply.failure).toMatchObject({ kind: 'aborted' });
    expect(reply.usage.modelCalls).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  test('during a wait, and before the first call', async () => {
    const abort = new AbortController();
    const { policy, server } = await start({ chat: () => ({ status: 500 }) }, 'tags', 'native', {
      sleep: async () => abort.abort(),
    });
    const within = { ...context, signal: abort.signal };
    const first = await policy.act(memorise, within);
    expect([first.failure?.kind, first.usage.modelCalls]).toEqual(['aborted', 1]);
    const second = await policy.act(memorise, within);
    expect([second.failure?.kind, second.usage.modelCalls]).toEqual(['aborted', 0]);
    expect(server.requests).toHaveLength(1);
  });

  test('ends a real wait at once', async () => {
    const abort = new AbortController();
    const server = await open({ chat: () => ({ status: 429, retryAfter: '50' }) });
    const model = openAICompatible({ model: 'loopback', baseURL: server.baseURL });
    const sleep: Sleep = (milliseconds, signal) => {
      setImmediate(() => abort.abort());
      return sleepByTimer(milliseconds, signal);
    };
    const policy = languageModelPolicy({ model, sleep });
    const reply = await policy.act(memorise, { ...context, signal: abort.signal });
    expect(reply.failure).toMatchObject({ kind: 'aborted' });
  });
});

describe('secrets', () => {
  test.each([
    { status: 401, message: `Incorrect API key provided: ${SECRET}.` },
    { status: 500, message: `upstream refused Bearer ${SECRET}` },
    { body: `{"error": "${SECRET}` },
    { content: `<create_memory>${SECRET}</create_memory>` },
    { drop: 'in-body' },
  ] as const)('a server that repeats the key gets it into nothing: %j', async (answer) => {
    const server = await open({ chat: () => answer });
    const model = openAICompatible({
      model: 'loopback',
      baseURL: server.baseURL,
      apiKey: `${SECRET}\n`,
    });
    const reply = await createTestPolicy(model).act(memorise, context);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
    expect(JSON.stringify(reply)).not.toContain(SECRET);
  });

  test.each([
    { baseURL: `http://user:${SECRET}@127.0.0.1/v1` },
    { baseURL: `http://127.0.0.1/v1?key=${SECRET}` },
    { baseURL: `file:///${SECRET}` },
    { baseURL: SECRET },
    { baseURL: 'http://127.0.0.1/v1', apiKey: `${SECRET}\n${SECRET}` },
    { baseURL: 'http://127.0.0.1/v1', apiKey: `${SECRET}é` },
  ])('an address or key that cannot be used is refused without repeating it: %j', (options) => {
    const refused = catchError(() => openAICompatible({ model: 'loopback', ...options }));
    expect(refused).toMatch(/^(baseURL|apiKey) /);
    expect(refused).not.toContain(SECRET);
  });

  test('errors of other providers lose what looks like a credential', async () => {
    const message = `GET https://me:hunter2hunter2@host/v1 with Bearer abcdefghijklmnop1234 and ${SECRET}`;
    const model = new MockLanguageModelV4({ doGenerate: () => Promise.reject(new Error(message)) });
    expect((await findFailure(createTestPolicy(model)))?.message).toBe(
      'GET https://[key]@host/v1 with Bearer [key] and [key]',
    );
  });
});

function catchError(run: () => unknown): string {
  try {
    run();
    return 'nothing was thrown';
  } catch (error) {
    return (error as Error).message;
  }
}
