/** Tests of clients that send bad messages, disconnect, or exceed limits. @module */
import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentTask } from '../agent/document-task.ts';
import { resolveFormat } from '../format/resolve-format.ts';
import type { LoopbackServer } from '../server/listen.ts';
import { defineTask } from '../task/define-task.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { webTask } from '../web/web-task.ts';
import { connectSocket } from './fixtures/socket-client.ts';
import { serveOpenEnv } from './serve-openenv.ts';

const notes = documentTask({
  id: 'notes',
  questions: [{ id: 'q', text: 'Where was Ada born?', answers: ['Lund'], support: [] }],
  documents: [{ id: 'd', title: 'Ada', text: 'Ada was born in Lund.' }],
});
const tool = { description: 'Runs.', input: { type: 'object' as const } };
let entered: (signal: AbortSignal | undefined) => void = () => {};
/** A tool that runs until it is aborted. */
const endless = defineTask({
  id: 'endless',
  instructions: 'Wait.',
  reset: () => ({}),
  tools: {
    wait: {
      ...tool,
      run: async (_, __, { signal }) => {
        entered(signal);
        await once(signal!, 'abort');
      },
    },
  },
  reward: () => 1,
});
const broken = defineTask({
  id: 'broken',
  instructions: 'Stop.',
  turns: 1,
  reset: () => ({}),
  tools: { stop: { ...tool, run: () => 'stopped' } },
  reward: () => Number.NaN,
});
const down = { kind: 'server', message: 'the engine is down', outage: true } as const;
const outage = webTask({
  id: 'outage',
  questions: ['Who?'],
  tools: { search: { name: 'down', search: async () => ({ ok: false, failure: down }) } },
});

const finished: Trajectory[] = [];
const options = {
  tasks: [notes, endless, broken, outage],
  format: resolveFormat('tags'),
  onEpisode: (trajectory: Trajectory) => void finished.push(trajectory),
};
let server: LoopbackServer;
beforeAll(async () => {
  server = await serveOpenEnv({ ...options, concurrency: 50 });
});
afterAll(() => server.close());

const ERROR = (code: string): object => ({
  type: 'error',
  data: { code, message: expect.stringMatching(/\w/) },
});

test('every bad message gets a record with a code, and the episode continues', async () => {
  const client = await connectSocket(server.url);
  const sent: [string | Uint8Array, string][] = [
    ['', 'INVALID_JSON'],
    ['{"type":"reset","da', 'INVALID_JSON'],
    ['null', 'VALIDATION_ERROR'],
    ['[]', 'VALIDATION_ERROR'],
    ['{"type":7}', 'VALIDATION_ERROR'],
    ['{"type":"__proto__"}', 'UNKNOWN_TYPE'],
    [new Uint8Array([0xff, 0xfe, 0x00]), 'INVALID_JSON'],
    ['{"type":"step","data":{"reply":"x"}}', 'EXECUTION_ERROR'],
    ...[-1, 0.5, '1', true, 1e300].map((seed): [string, string] => [
      JSON.stringify({ type: 'reset', data: { seed } }),
      'VALIDATION_ERROR',
    ]),
    [JSON.stringify({ type: 'reset', data: { episode_id: 'x'.repeat(256) } }), 'VALIDATION_ERROR'],
    [JSON.stringify({ type: 'step', data: { reply: 'x'.repeat(4 * 1024 * 1024) } }), 'VALIDATION_ERROR'],
  ];
  for (const [data, code] of sent) expect(await client.askRaw(data)).toMatchObject(ERROR(code));
  await client.ask('reset', { task: 'notes' });
  for (const data of [
    { reply: 'x', other: 1 },
    { tool_name: 'memory_create', arguments: 'x' },
    { tool_name: '', arguments: {} },
    { type: 'reply', reply: 'x', tool_name: 'y', arguments: {} },
    {},
    [],
  ]) {
    expect(await client.ask('step', data)).toMatchObject(ERROR('VALIDATION_ERROR'));
  }
  expect(await client.ask('state')).toMatchObject({ data: { step_count: 0, done: false } });
  await client.ask('step', { reply: '' });
  expect(await client.ask('step', { reply: '<final_answer>Lund</final_answer>' })).toMatchObject({
    data: { done: true, reward: 1 },
  });
  client.socket.close();
});

test('a step after the end is refused, and changes neither reward nor state', async () => {
  const client = await connectSocket(server.url);
  await client.ask('reset', { task: 'notes' });
  await client.ask('step', { reply: '' });
  await client.ask('step', { reply: '<final_answer>Rome</final_answer>' });
  const before = finished.length;
  const state = await client.ask('state');
  expect(await client.ask('step', { reply: '<final_answer>Lund</final_answer>' })).toMatchObject(
    ERROR('EXECUTION_ERROR'),
  );
  expect(await client.ask('state')).toEqual(state);
  expect(finished.length).toBe(before);
  client.socket.close();
});

test('listing the tools is not a step', async () => {
  const client = await connectSocket(server.url);
  expect(await client.ask('step', { type: 'list_tools' })).toMatchObject({
    data: { done: false, observation: { stage: 'start', tools: expect.arrayContaining([]) } },
  });
  const first = await client.ask('reset', { task: 'endless' });
  expect(await client.ask('step', { type: 'list_tools' })).toEqual(first);
  expect(await client.ask('mcp', { id: 1, method: 'tools/list' })).toMatchObject({
    data: { result: { tools: expect.arrayContaining([expect.objectContaining({ name: 'wait' })]) } },
  });
  expect(await client.ask('state')).toMatchObject({ data: { step_count: 0 } });
  client.socket.close();
});

test('a typed tool call gets the next prompt as its result', async () => {
  const client = await connectSocket(server.url);
  await client.ask('reset', { task: 'notes' });
  const call = { type: 'call_tool', tool_name: 'memory_create', arguments: { text: 'Lund' }, metadata: {} };
  const seen = await client.ask('step', call);
  expect(seen).toMatchObject({
    data: {
      observation: {
        tool_name: 'memory_create',
        result: expect.stringContaining('Where was Ada born?'),
        error: null,
        metadata: { effects: [{ applied: true }] },
      },
    },
  });
  expect(JSON.stringify(seen)).not.toContain('"tools"');
  client.socket.close();
});

test('an episode without a usable reward ends without one', async () => {
  const client = await connectSocket(server.url);
  await client.ask('reset', { task: 'broken' });
  expect(await client.ask('step', { tool_name: 'stop' })).toMatchObject(ERROR('EXECUTION_ERROR'));
  expect(await client.ask('step', { tool_name: 'stop' })).toMatchObject(ERROR('EXECUTION_ERROR'));
  client.socket.close();
});

test('an episode that fails has no reward', async () => {
  const client = await connectSocket(server.url);
  await client.ask('reset', { task: 'outage' });
  const search = { tool_name: 'search', arguments: { query: 'who' } };
  await client.ask('step', search);
  await client.ask('step', search);
  expect(await client.ask('step', search)).toMatchObject({
    type: 'error',
    data: { code: 'EXECUTION_ERROR', message: expect.stringContaining('the engine is down') },
  });
  expect(await client.ask('state')).toMatchObject({ data: { done: true } });
  client.socket.close();
});

describe('a client that disconnects', () => {
  test('aborts the running tool, and the episode is not scored', async () => {
    const before = finished.length;
    const client = await connectSocket(server.url);
    await client.ask('reset', { task: 'endless' });
    const running = new Promise<AbortSignal | undefined>((resolve) => {
      entered = resolve;
    });
    client.socket.send(JSON.stringify({ type: 'step', data: { tool_name: 'wait', arguments: {} } }));
    const signal = await running;
    expect(await client.ask('step', { reply: 'x' })).toMatchObject(ERROR('SESSION_ERROR'));
    client.socket.terminate();
    if (!signal!.aborted) await once(signal!, 'abort');
    expect(finished.length).toBe(before);
  });

  test('also aborts the running tool by a second reset', async () => {
    const client = await connectSocket(server.url);
    await client.ask('reset', { task: 'endless' });
    const running = new Promise<AbortSignal | undefined>((resolve) => {
      entered = resolve;
    });
    client.socket.send(JSON.stringify({ type: 'step', data: { tool_name: 'wait', arguments: {} } }));
    const signal = await running;
    // The abandoned step is answered first.
    expect(await client.ask('reset', { task: 'notes' })).toMatchObject(ERROR('SESSION_ERROR'));
    expect(await client.next()).toMatchObject({ data: { observation: { stage: 'memorise' } } });
    expect(signal!.aborted).toBe(true);
    expect(await client.ask('step', { reply: '' })).toMatchObject({ data: { done: false } });
    client.socket.close();
  });
});

test('the 51st session gets an error at a limit of 50, and opens after another closes', async () => {
  const limited = await serveOpenEnv({ ...options, concurrency: 50 });
  const clients = await Promise.all(Array.from({ length: 50 }, () => connectSocket(limited.url)));
  const late = await connectSocket(limited.url);
  expect(await late.next()).toMatchObject(ERROR('CAPACITY_REACHED'));
  expect(await late.closed()).toBe(1013);
  expect(await clients[49]!.ask('state')).toMatchObject({ type: 'state' });
  clients[0]!.socket.close();
  await clients[0]!.closed();
  const again = await connectSocket(limited.url);
  expect(await again.ask('reset', { seed: 0 })).toMatchObject({ type: 'observation' });
  await limited.close();
});

describe('a JSON-RPC session', () => {
  async function rpc(url: string, method: string, params: object = {}): Promise<Record<string, unknown>> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const response = await fetch(`${url}/mcp`, { method: 'POST', body });
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, unknown>;
  }

  test('shares its episode between HTTP and a WebSocket, and counts toward the limit', async () => {
    const limited = await serveOpenEnv({ ...options, concurrency: 1 });
    const { result } = (await rpc(limited.url, 'openenv/session/create')) as {
      result: { session_id: string };
    };
    const { session_id } = result;
    expect(await rpc(limited.url, 'openenv/session/create')).toMatchObject({ error: { code: -32000 } });
    const client = await connectSocket(limited.url, {}, `?session_id=${session_id}`);
    await client.ask('reset', { task: 'notes' });
    const call = { session_id, name: 'memory_create', arguments: { text: 'Lund' } };
    expect(await rpc(limited.url, 'tools/call', call)).toMatchObject({
      result: { data: expect.stringContaining('Where was Ada born?') },
    });
    expect(await client.ask('state')).toMatchObject({ data: { step_count: 1 } });
    expect(await rpc(limited.url, 'openenv/session/close', { session_id })).toMatchObject({
      result: { closed: true },
    });
    expect(await rpc(limited.url, 'tools/list', { session_id })).toMatchObject({ error: { code: -32000 } });
    await limited.close();
  });

  test('is closed when it is idle', async () => {
    const idle = await serveOpenEnv({ ...options, idle: 1 });
    const { result } = (await rpc(idle.url, 'openenv/session/create')) as { result: { session_id: string } };
    await expect
      .poll(() => rpc(idle.url, 'tools/list', result))
      .toMatchObject({ error: { message: expect.stringContaining('there is no session') } });
    await idle.close();
  });

  test.each(['toString', '__proto__', 'constructor', ''])('there is no method "%s"', async (method) => {
    expect(await rpc(server.url, method)).toMatchObject({ error: { code: -32601 } });
  });

  test.each([null, [], { method: 7 }, { method: 'tools/list', params: 7 }])(
    '%j is no request',
    async (body) => {
      const response = await fetch(`${server.url}/mcp`, { method: 'POST', body: JSON.stringify(body) });
      expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code: -32600 } });
    },
  );

  test('a connection with an unknown session is refused', async () => {
    const client = await connectSocket(server.url, {}, '?session_id=none');
    expect(await client.next()).toMatchObject(ERROR('SESSION_ERROR'));
    expect(await client.closed()).toBe(1013);
  });
});

test('a frame over the limit closes the connection with its code', async () => {
  const client = await connectSocket(server.url);
  client.socket.send(new Uint8Array(8 * 1024 * 1024 + 1));
  expect(await client.closed()).toBe(1009);
});

test('a body over the limit is refused with its size', async () => {
  const body = JSON.stringify({ task: 'x'.repeat(4 * 1024 * 1024) });
  const answer = await fetch(`${server.url}/reset`, { method: 'POST', body });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('send at most 4194304');
});

test.each([[{ host: 'evil.example' }], [{ origin: 'https://evil.example' }]])(
  '%j is refused over HTTP and at /ws',
  async (headers) => {
    const status = await new Promise((resolve, reject) => {
      request(`${server.url}/reset`, { method: 'POST', headers }, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
    await expect(connectSocket(server.url, { headers })).rejects.toThrow('403');
  },
);
