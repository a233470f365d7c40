/**
 * MCP over real HTTP, with requests that no client library would send.
 *
 * @module
 */
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMcpServer } from '../mcp/create-mcp-server.ts';
import { createMemory } from '../memory/create-memory.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import type { LoopbackServer } from './listen.ts';
import { serveMcp } from './serve-mcp.ts';
import { serveMemory } from './serve-memory.ts';

const store = inMemoryStore();
let server: LoopbackServer;
let live: LoopbackServer;
beforeAll(async () => {
  await createMemory({ store, namespace: 'users/bo' }).create('Bo has a secret.');
  const users = new Map([['token-of-ada', 'users/ada']]);
  server = await serveMcp({
    store,
    namespace: ({ headers }) => users.get(headers.get('authorization')?.slice('Bearer '.length) ?? ''),
  });
  live = await serveMemory({ store, token: 'right', writable: true });
});
afterAll(async () => {
  await server.close();
  await live.close();
});

const HEADERS = {
  host: 'localhost',
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  authorization: 'Bearer token-of-ada',
};

/** Posts a body with exactly these headers. */
function post(
  body: string,
  headers: Record<string, string> = {},
  url = server.url,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', headers: { ...HEADERS, ...headers }, setHost: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    sent.on('error', reject).end(body);
  });
}

const message = (method: string, params: object = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
const create = (text: string): string =>
  message('tools/call', { name: 'memory_create', arguments: { text } });

describe('serveMcp', () => {
  it.each([
    ['no token', { authorization: '' }, 401],
    ["another user's guess", { authorization: 'Bearer users/bo' }, 401],
    ['a forged Host', { host: 'evil.example' }, 403],
    ['a foreign Origin', { origin: 'https://evil.example' }, 403],
    ['a cross-site request', { 'sec-fetch-site': 'cross-site' }, 403],
    ['an unknown revision', { 'mcp-protocol-version': '1999-01-01' }, 400],
    ['a form', { 'content-type': 'text/plain' }, 415],
  ])('answers %s with %o: %i', async (_, headers, status) => {
    const reply = await post(message('tools/list'), headers);
    expect([reply.status, reply.body.includes('secret')]).toEqual([status, false]);
    expect(JSON.parse(reply.body)).toHaveProperty('error.message');
  });

  it.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25', '1999-01-01'])(
    'shakes hands with a client of %s',
    async (protocolVersion) => {
      const reply = await post(
        message('initialize', {
          protocolVersion,
          capabilities: {},
          clientInfo: { name: 'raw', version: '1' },
        }),
      );
      expect([reply.status, reply.body.includes('"name":"atommem"')]).toEqual([200, true]);
    },
  );

  it('writes to the namespace of the token, whatever the model says', async () => {
    const call = message('tools/call', {
      name: 'memory_create',
      arguments: { text: 'Ada has a cat.', namespace: 'users/bo' },
      _meta: { namespace: 'users/bo' },
    });
    expect((await post(call)).body).toContain('Created m1.');
    expect(await createMemory({ store, namespace: 'users/ada' }).entries()).toHaveLength(1);
    expect(await createMemory({ store, namespace: 'users/bo' }).entries()).toHaveLength(1);
  });

  it('explains broken and oversized bodies, and goes on', async () => {
    expect((await post('{"jsonrpc":')).status).toBe(400);
    expect((await post(create('x'.repeat(5_000_000)))).status).toBe(413);
    // Half a request, then the client leaves.
    const { hostname, port } = new URL(server.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write('POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"json', () => {
          socket.destroy();
          resolve();
        });
      });
    });
    expect((await post(message('tools/list'))).status).toBe(200);
    expect((await fetch(`${server.url}x`)).status).toBe(404);
  });
});

describe('serveMemory', () => {
  it('offers MCP at /mcp, for the namespace in the address', async () => {
    const url = `${live.url}/mcp?namespace=users%2Fcy`;
    expect((await post(create('x'), {}, url)).status).toBe(401);
    expect((await post(create('Cy sails.'), { authorization: 'Bearer right' }, url)).body).toContain(
      'Created m1.',
    );
    expect(await createMemory({ store, namespace: 'users/cy' }).entries()).toHaveLength(1);
  });
});

describe('createMcpServer', () => {
  it("works behind the SDK's own Node handler", async () => {
    const memory = createMemory({ store, namespace: 'users/eva' });
    const http = createServer(toNodeHandler(createMcpHandler(() => createMcpServer(memory))));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as { readonly port: number };
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}`)));
    await client.callTool({ name: 'memory_create', arguments: { text: 'Eva paints.' } });
    expect((await memory.entries()).map(({ text }) => text)).toEqual(['Eva paints.']);
    await client.close();
    http.closeAllConnections();
    http.close();
  });
});
