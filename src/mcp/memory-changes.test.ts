/**
 * Tests of change notifications with the SDK's client: over HTTP for modern clients, over stdio for all.
 *
 * @module
 */
import { PassThrough } from 'node:stream';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { describe, expect, it } from 'vitest';
import { createMemory } from '../memory/create-memory.ts';
import { serveMcpStdio } from '../server/serve-mcp-stdio.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { mcpHandler } from './mcp-handler.ts';

const ADA = 'users/ada';

/** Collects notifications and waits for one. */
function collect(client: Client) {
  const seen: string[] = [];
  let wake = (): void => {};
  const note = (text: string): void => {
    seen.push(text);
    wake();
  };
  client.setNotificationHandler('notifications/resources/list_changed', () => note('list'));
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => note(params.uri));
  return {
    seen,
    async until(text: string): Promise<void> {
      while (!seen.includes(text))
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
  };
}

async function connectHttp(store: ReturnType<typeof inMemoryStore>, namespace: string): Promise<Client> {
  const handler = await mcpHandler({
    store,
    interval: 5,
    namespace: ({ headers }) => headers.get('x-namespace') ?? undefined,
  });
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(
    new StreamableHTTPClientTransport(new URL('http://localhost/mcp'), {
      requestInit: { headers: { 'x-namespace': namespace } },
      fetch: (url, init) => handler.fetch(new Request(url, init)),
    }),
  );
  return client;
}

/** Connects a client to `serveMcpStdio` by two streams. */
async function connectStdio(store: ReturnType<typeof inMemoryStore>, mode: 'legacy' | 'auto') {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const stop = new AbortController();
  const options = { store, namespace: ADA, interval: 5, stdin, stdout, signal: stop.signal };
  const ended = serveMcpStdio(options);
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(new StdioServerTransport(stdout, stdin));
  return { client, ended, stop };
}

describe('change notifications', () => {
  it('reach subscribers over HTTP, and only those of the same namespace', async () => {
    const store = inMemoryStore();
    const memory = createMemory({ store, namespace: ADA });
    const { id } = await memory.create('Ada lives in Lund.');
    const [client, stranger] = [await connectHttp(store, ADA), await connectHttp(store, 'users/bo')];
    const [own, other] = [collect(client), collect(stranger)];
    const filter = { resourcesListChanged: true, resourceSubscriptions: [`memory://entry/${id}`] };
    await client.listen(filter);
    await stranger.listen(filter);

    await memory.update(id, 'Ada lives in Malmö.');
    await own.until(`memory://entry/${id}`);
    expect(own.seen).toEqual([`memory://entry/${id}`]);
    await memory.create('Ada has a cat.');
    await own.until('list');
    await createMemory({ store, namespace: 'users/bo' }).create('Bo sails.');
    await other.until('list');
    await other.until(`memory://entry/${id}`);
    // The other client was notified of its own entry only, although the ids are equal.
    expect(other.seen.toSorted()).toEqual(['list', `memory://entry/${id}`]);
    expect(own.seen).toEqual([`memory://entry/${id}`, 'list']);
    await client.close();
    await stranger.close();
  });

  it.each(['legacy', 'auto'] as const)('reach subscribers over stdio (%s)', async (mode) => {
    const store = inMemoryStore();
    const memory = createMemory({ store, namespace: ADA });
    await memory.create('Ada lives in Lund.');
    const { client, ended, stop } = await connectStdio(store, mode);
    expect(client.getServerCapabilities()?.resources).toEqual({ listChanged: true, subscribe: true });
    const own = collect(client);
    const uri = 'memory://scratchpad';
    if (mode === 'legacy') await client.subscribeResource({ uri });
    else await client.listen({ resourcesListChanged: true, resourceSubscriptions: [uri] });
    await memory.update('scratchpad', 'Ask about the flat.');
    await own.until(uri);
    await memory.create('Ada has a cat.');
    await own.until('list');
    expect(own.seen).toEqual([uri, 'list']);
    if (mode === 'legacy') {
      await client.unsubscribeResource({ uri });
      await memory.update('scratchpad', 'Done.');
      own.seen.length = 0;
      await memory.delete('m3');
      await own.until('list');
      expect(own.seen).toEqual(['list']);
    }
    await client.close();
    stop.abort();
    await ended;
  });

  it('are not offered where the connection cannot deliver them', async () => {
    const store = inMemoryStore();
    const handler = await mcpHandler({ store, namespace: ADA });
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
    await client.connect(
      new StreamableHTTPClientTransport(new URL('http://localhost/mcp'), {
        fetch: (url, init) => handler.fetch(new Request(url, init)),
      }),
    );
    expect(client.getServerCapabilities()).toMatchObject({
      tools: { listChanged: false },
      resources: { listChanged: false, subscribe: false },
    });
    await client.close();
  });
});
