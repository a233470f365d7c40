import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentTask } from '../agent/document-task.ts';
import { resolveFormat } from '../format/resolve-format.ts';
import type { LoopbackServer } from '../server/listen.ts';
import { defineTask } from '../task/define-task.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { connectSocket } from './fixtures/socket-client.ts';
import { serveOpenEnv } from './serve-openenv.ts';

const notes = documentTask({
  id: 'notes',
  questions: [{ id: 'q', text: 'Where was Ada born?', answers: ['Lund'], support: [] }],
  documents: [{ id: 'd', title: 'Ada', text: 'Ada was born in Lund.' }],
});
const shop = defineTask({
  id: 'shop',
  instructions: 'Buy a lamp.',
  reset: (seed: number) => ({ seed, bought: '' }),
  tools: {
    buy: {
      description: 'Buys an item.',
      input: { type: 'object', properties: { item: { type: 'string' } } },
      run({ item }, state) {
        state.bought = String(item);
      },
    },
  },
  done: ({ bought }) => bought !== '',
  reward: ({ bought }) => Number(bought === 'lamp'),
});
const finished: Trajectory[] = [];
const options = {
  tasks: [notes, shop],
  format: resolveFormat('tags'),
  onEpisode: (trajectory: Trajectory) => void finished.push(trajectory),
};

let server: LoopbackServer;
beforeAll(async () => {
  server = await serveOpenEnv({ ...options, concurrency: 2, idle: 60_000 });
});
afterAll(() => server.close());

interface Answer {
  readonly observation: {
    readonly prompt: readonly { readonly role: string; readonly content: string }[];
    readonly stage: string;
    readonly tools: readonly { readonly name: string }[];
    readonly metadata: {
      readonly operations: object[];
      readonly effects: object[];
      readonly answers?: string[];
    };
  };
  readonly reward: number | null;
  readonly done: boolean;
}

async function post(
  path: string,
  body: unknown,
): Promise<{ readonly status: number; readonly body: Answer }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${server.url}${path}`, { method: 'POST', body: text });
  return { status: response.status, body: (await response.json()) as Answer };
}

const reply = (text: string): object => ({ action: { reply: text } });

describe('over HTTP', () => {
  test('an episode of a document stream: prompts, operations, effects, reward at the end', async () => {
    const first = await post('/reset', { seed: 0, episode_id: 'one' });
    expect(first.body).toMatchObject({ reward: null, done: false, observation: { stage: 'memorise' } });
    expect(first.body.observation.prompt.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(first.body.observation.prompt[1]!.content).toContain('Ada was born in Lund.');
    const written = await post('/step', reply('<create_memory>Ada was born in Lund.</create_memory>'));
    expect(written.body.observation).toMatchObject({ stage: 'answer' });
    expect(written.body.observation.metadata).toMatchObject({
      operations: [{ op: 'create', text: 'Ada was born in Lund.' }],
      effects: [{ applied: true }],
    });
    const last = await post('/step', reply('<final_answer>Lund</final_answer>'));
    expect(last.body).toMatchObject({ reward: 1, done: true, observation: { stage: 'end', prompt: [] } });
    expect(last.body.observation.metadata.answers).toEqual(['Lund']);
    const late = await post('/step', reply('<final_answer>Lund</final_answer>'));
    expect(late).toMatchObject({ status: 409, body: { error: { code: 'EXECUTION_ERROR' } } });
    expect(finished.at(-1)!.header.task.id).toBe('notes');
  });

  test('equal seeds give equal episodes, and a tool call is an action', async () => {
    const [one, two] = [await post('/reset', { seed: 1 }), await post('/reset', { seed: 1 })];
    expect(one.body).toEqual(two.body);
    expect(one.body.observation.tools.map(({ name }) => name)).toContain('buy');
    const end = await post('/step', { action: { tool_name: 'buy', arguments: { item: 'lamp' } } });
    expect(end.body).toMatchObject({ reward: 1, done: true });
  });

  test('a second reset abandons the first episode, and nothing is scored', async () => {
    const before = finished.length;
    await post('/reset', { seed: 0 });
    await post('/reset', { seed: 1 });
    await post('/step', { action: { tool_name: 'buy', arguments: { item: 'rug' } } });
    expect(finished.slice(before).map(({ header }) => header.task.id)).toEqual(['shop']);
  });

  test.each([
    ['/reset', { seed: -1 }, 'reset.seed'],
    ['/reset', { task: 'none' }, 'there is no task'],
    ['/reset', '{', 'not JSON'],
    ['/step', { action: { reply: 'x', extra: 1 } }, 'action'],
    ['/step', { action: {} }, 'action'],
    ['/step', {}, 'action'],
  ])('%s %j is refused with its field', async (path, body, words) => {
    if (path === '/step') await post('/reset', { seed: 0 });
    const answer = await post(path, body);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(words);
  });

  test('describes itself', async () => {
    const get = async (path: string): Promise<unknown> => (await fetch(`${server.url}${path}`)).json();
    expect(await get('/health')).toEqual({ status: 'healthy' });
    expect(await get('/metadata')).toMatchObject({ name: 'custom', description: expect.any(String) });
    expect(await get('/schema')).toMatchObject({ action: {}, observation: {}, state: {} });
    expect(await get('/openapi.json')).toMatchObject({ info: { version: '0' }, paths: { '/step': {} } });
    expect(await get('/state')).toMatchObject({ step_count: expect.any(Number) });
    expect((await fetch(`${server.url}/none`)).status).toBe(404);
  });

  test('/mcp lists and calls tools, and answers a wrong request', async () => {
    expect((await post('/mcp', '')).body).toMatchObject({ jsonrpc: '2.0', error: {} });
    expect((await post('/mcp', { id: 1, method: 'tools/list' })).body).toMatchObject({ id: 1, result: {} });
    await post('/reset', { seed: 1 });
    const params = { name: 'buy', arguments: { item: 'lamp' } };
    const called = await post('/mcp', { id: 2, method: 'tools/call', params });
    expect(JSON.stringify(called.body)).toContain('\\"done\\":true');
  });

  test('a foreign origin is rejected', async () => {
    const headers = { origin: 'https://evil.example' };
    expect((await fetch(`${server.url}/reset`, { method: 'POST', headers })).status).toBe(403);
  });
});

describe('over a WebSocket', () => {
  test('each connection plays its own episode; errors have codes; one over the limit is told so', async () => {
    const [one, two] = [await connectSocket(server.url), await connectSocket(server.url)];
    await one.ask('reset', { seed: 0 });
    await two.ask('reset', { seed: 1 });
    expect(await one.ask('step', { reply: '<create_memory>Ada</create_memory>' })).toMatchObject({
      data: { observation: { stage: 'answer' } },
    });
    expect(await two.ask('state')).toMatchObject({ type: 'state', data: { task_id: 'shop', step_count: 0 } });
    expect(await one.askRaw('{')).toMatchObject({ type: 'error', data: { code: 'INVALID_JSON' } });
    expect(await one.ask('fly')).toMatchObject({ data: { code: 'UNKNOWN_TYPE' } });
    expect(await one.ask('step', { nothing: 1 })).toMatchObject({ data: { code: 'VALIDATION_ERROR' } });
    const three = await connectSocket(server.url);
    expect(await three.next()).toMatchObject({ type: 'error', data: { code: 'CAPACITY_REACHED' } });
    one.socket.close();
    two.socket.close();
  });

  test('a step before a reset is refused', async () => {
    const fresh = await serveOpenEnv(options);
    const client = await connectSocket(fresh.url);
    expect(await client.ask('step', { reply: 'x' })).toMatchObject({ data: { code: 'EXECUTION_ERROR' } });
    await fresh.close();
  });

  test('a silent connection is closed', async () => {
    const idle = await serveOpenEnv({ ...options, idle: 1 });
    const client = await connectSocket(idle.url);
    expect(await client.next()).toMatchObject({ data: { code: 'SESSION_ERROR' } });
    await idle.close();
  });
});
