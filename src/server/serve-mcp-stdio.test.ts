/**
 * MCP over stdio, written by hand: half frames, noise, old revisions, a host that leaves.
 *
 * @module
 */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createMemory } from '../memory/create-memory.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { serveMcpStdio } from './serve-mcp-stdio.ts';

interface Reply {
  readonly id?: number;
  readonly result?: { readonly protocolVersion?: string; readonly content?: readonly { text: string }[] };
}

function start(protocolVersion = '2025-06-18') {
  const store = inMemoryStore();
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const stop = new AbortController();
  const waiting = new Map<number, (reply: Reply) => void>();
  let rest = '';
  stdout.setEncoding('utf8').on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const reply = JSON.parse(line) as Reply;
      if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
    }
  });
  const ended = serveMcpStdio({
    store,
    namespace: 'users/ada',
    stdin,
    stdout,
    signal: stop.signal,
  });
  const ask = (id: number, method: string, params: object = {}): Promise<Reply> =>
    new Promise((resolve) => {
      waiting.set(id, resolve);
      stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    });
  const create = (id: number, text: string): Promise<Reply> =>
    ask(id, 'tools/call', { name: 'memory_create', arguments: { text } });
  const hello = ask(0, 'initialize', {
    protocolVersion,
    capabilities: {},
    clientInfo: { name: 'raw', version: '1' },
  });
  return {
    memory: createMemory({ store, namespace: 'users/ada' }),
    stdin,
    hello,
    create,
    ended,
    stop,
  };
}

describe('serveMcpStdio', () => {
  it.each([
    ['2024-11-05', '2024-11-05'],
    ['1999-01-01', '2025-11-25'],
  ])('answers a client of %s in %s', async (asked, answered) => {
    const host = start(asked);
    expect((await host.hello).result?.protocolVersion).toBe(answered);
    host.stdin.end();
    await host.ended;
  });

  it('goes on after noise, and ends when the host leaves in the middle of a frame', async () => {
    const host = start();
    await host.hello;
    host.stdin.write('not json\n{"jsonrpc":"2.0","id":5,"method":\n\n');
    expect((await host.create(1, 'Ada sails.')).result?.content?.[0]?.text).toBe('Created m1.');
    host.stdin.end('{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"memory_cre');
    await host.ended;
    expect(await host.memory.entries()).toHaveLength(1);
  });

  it('keeps the order of calls that arrive together', async () => {
    const host = start();
    await host.hello;
    await Promise.all(Array.from({ length: 20 }, (_, place) => host.create(place + 1, `Fact ${place}.`)));
    expect((await host.memory.entries()).map(({ text }) => text)).toEqual(
      Array.from({ length: 20 }, (_, place) => `Fact ${place}.`),
    );
    host.stop.abort();
    await host.ended;
  });
});
