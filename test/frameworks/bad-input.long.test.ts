/**
 * The same bad input through every surface: a typed result with a remedy, never a crash, never another user's text.
 *
 * @module
 */
import { PassThrough } from 'node:stream';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { RunContext } from '@openai/agents-core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { anthropicMemory } from '../../src/adapter/anthropic/anthropic-memory.ts';
import { langGraphStore } from '../../src/adapter/langgraph/langgraph-store.ts';
import { mastraMemoryTools } from '../../src/adapter/mastra/mastra-memory.ts';
import { agentMemoryTools } from '../../src/adapter/openai-agents/agent-memory-tools.ts';
import { memoryTools } from '../../src/ai/tools/memory-tools.ts';
import { mcpHandler } from '../../src/mcp/mcp-handler.ts';
import { createMemory } from '../../src/memory/create-memory.ts';
import type { Memory } from '../../src/memory/memory.ts';
import type { Store } from '../../src/memory/store.ts';
import { describeFailure } from '../../src/server/api-error.ts';
import { createMemoryApi } from '../../src/server/memory-api.ts';
import { serveMcpStdio } from '../../src/server/serve-mcp-stdio.ts';
import { AtomMemError } from '../../src/shared/error.ts';
import type { JsonObject } from '../../src/shared/json.ts';
import { inMemoryStore } from '../../src/store/in-memory.ts';

type Op = 'create' | 'read' | 'update' | 'delete';
/** Calls an operation with fields of any type. Returns what the model or the program reads. */
type Call = (op: Op, fields: JsonObject) => Promise<string>;

interface Surface {
  readonly name: string;
  open(store: Store, memory: Memory): Promise<Call>;
}

const OWN = 'users/ada';
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

function callByMcp(client: Client): Call {
  closing.push(() => client.close());
  return async (op, fields) => {
    const { content, _meta } = await client.callTool({ name: `memory_${op}`, arguments: fields });
    return JSON.stringify([content, _meta]);
  };
}

const SURFACES: readonly Surface[] = [
  {
    name: 'memoryTools',
    async open(_, memory) {
      const tools = memoryTools(memory);
      const context = { toolCallId: '1', messages: [], context: {} } as never;
      return async (op, fields) =>
        JSON.stringify(await tools[`memory_${op}`]!.execute!(fields as never, context));
    },
  },
  {
    name: 'MCP over HTTP',
    async open(store) {
      const handler = await mcpHandler({ store, namespace: OWN });
      const client = new Client({ name: 'test', version: '1' });
      await client.connect(
        new StreamableHTTPClientTransport(new URL('http://localhost/mcp'), {
          fetch: (url, init) => handler.fetch(new Request(url, init)),
        }),
      );
      return callByMcp(client);
    },
  },
  {
    name: 'MCP over stdio',
    async open(store) {
      const [stdin, stdout] = [new PassThrough(), new PassThrough()];
      const stop = new AbortController();
      const ended = serveMcpStdio({ store, namespace: OWN, stdin, stdout, signal: stop.signal });
      const client = new Client({ name: 'test', version: '1' });
      await client.connect(new StdioServerTransport(stdout, stdin));
      const call = callByMcp(client);
      closing.push(() => {
        stop.abort();
        return ended;
      });
      return call;
    },
  },
  {
    name: 'Mastra',
    async open(_, memory) {
      const tools = mastraMemoryTools(memory);
      return async (op, fields) =>
        (await tools.find(({ id }) => id === `memory_${op}`)!.execute(fields, {})).text;
    },
  },
  {
    name: 'OpenAI Agents',
    async open(_, memory) {
      const tools = agentMemoryTools(memory);
      return async (op, fields) =>
        String(
          await tools
            .find(({ name }) => name === `memory_${op}`)!
            .invoke(new RunContext(), JSON.stringify(fields)),
        );
    },
  },
  {
    name: 'Anthropic',
    async open(_, memory) {
      const tool = anthropicMemory(memory);
      let files = 0;
      const run = (op: Op, { id, text, query }: JsonObject): Promise<string> => {
        const path = `/memories/${typeof id === 'string' ? id : ''}.md`;
        if (op === 'create')
          return tool.create({ path: `/memories/${++files}.md`, file_text: text as string });
        if (op === 'update') return tool.insert({ path, insert_line: 0, insert_text: text as string });
        if (op === 'delete') return tool.delete({ path });
        return tool.view({ path: typeof query === 'string' ? `/memories/${query}` : '/memories' });
      };
      return async (op, fields) => {
        try {
          return await run(op, fields);
        } catch (error) {
          if (AtomMemError.isInstance(error)) return `${error.code}: ${error.message}`;
          throw error;
        }
      };
    },
  },
  {
    name: 'REST',
    async open(store) {
      const api = createMemoryApi({ store, namespace: OWN, writable: true });
      return async (op, { id, text, query }) => {
        const search = new URLSearchParams({ q: String(query) });
        const operation = { op, text: text ?? null, target: { id: id ?? null } };
        try {
          const { body } =
            op === 'read'
              ? await api({ method: 'GET', path: '/api/search', query: search })
              : await api({
                  method: 'POST',
                  path: '/api/operations',
                  query: new URLSearchParams(),
                  body: { operations: [operation] },
                });
          return JSON.stringify(body);
        } catch (error) {
          const failure = describeFailure(error);
          if (failure.status === 500) throw error;
          return JSON.stringify(failure);
        }
      };
    },
  },
];

/** Expects that the result names the problem and a remedy. */
const REMEDY =
  /give |Give |Known ids|Store the facts|Split it|Read first|read first|pass |Pass |valid path|View |Choose|Invalid|delete the entry/;

const BAD: readonly (readonly [name: string, op: Op, fields: JsonObject])[] = [
  ['an unknown id', 'update', { id: 'm99', text: 'x' }],
  ['an unknown id', 'delete', { id: 'm99' }],
  ["another user's id", 'update', { id: 'm2', text: 'x' }],
  ["another user's id", 'delete', { id: 'm2' }],
  ['an id that climbs', 'delete', { id: '../users/bo/m2' }],
  ['an id of another type', 'delete', { id: 7 }],
  ['no id', 'update', { id: null, text: 'x' }],
  ['no text', 'create', { text: null }],
  ['a text of another type', 'create', { text: ['a'] }],
  ['an update without a text', 'update', { id: 'm1', text: null }],
];

describe.each(SURFACES)('$name', ({ name, open }) => {
  async function openBoth() {
    const store = inMemoryStore();
    const memory = createMemory({ store, namespace: OWN });
    const neighbour = createMemory({ store, namespace: 'users/bo' });
    await memory.create('Ada lives in Lund.');
    await neighbour.apply(
      ['Bo has a secret.', 'Bo has another secret.'].map((text) => ({ op: 'create', text })),
    );
    const call = await open(store, memory);
    return { memory, neighbour, call };
  }

  it.each(BAD)('answers %s (%s) with a remedy and changes nothing', async (_, op, fields) => {
    const { memory, neighbour, call } = await openBoth();
    const reply = await call(op, fields);
    expect(reply).toMatch(REMEDY);
    expect(reply).not.toContain('secret');
    expect(reply.length).toBeLessThan(1000);
    expect([(await memory.log()).length, (await neighbour.log()).length]).toEqual([1, 2]);
  });

  // The program decides about the length of texts over REST.
  it.skipIf(name === 'REST')('answers 1 MB of text with a remedy', async () => {
    const { memory, call } = await openBoth();
    const reply = await call('create', { text: 'x'.repeat(1_000_000) });
    expect(reply).toMatch(/1000000 characters.*limit/);
    expect(reply.length).toBeLessThan(1000);
    expect((await memory.log()).length).toBe(1);
  });

  it('keeps 200 parallel calls', async () => {
    const { memory, call } = await openBoth();
    await Promise.all(Array.from({ length: 200 }, (_, place) => call('create', { text: `Fact ${place}.` })));
    expect(new Set((await memory.entries()).map(({ text }) => text)).size).toBe(201);
  });

  it('never crashes and never shows entries of another user, for any input', async () => {
    const { neighbour, call } = await openBoth();
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom('m1', 'm2', 'scratchpad', 'secret'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Op>('create', 'read', 'update', 'delete'),
        fc.record({ id: value, text: value, query: value }),
        async (op, fields) => {
          const reply = await call(op, fields as JsonObject);
          expect(reply.length).toBeGreaterThan(0);
          expect(reply).not.toMatch(/Bo has/);
        },
      ),
      { numRuns: 40 },
    );
    expect((await neighbour.log()).length).toBe(2);
  });
});

describe('LangGraph', () => {
  it('keeps 200 parallel items, isolates users, and refuses invalid namespaces', async () => {
    const store = langGraphStore({ store: inMemoryStore() });
    await store.put(['users', 'bo'], 'k', { text: 'Bo has a secret.' });
    const keys = Array.from({ length: 200 }, (_, place) => `k${place}`);
    await Promise.all(keys.map((key) => store.put(['users', 'ada'], key, { text: `Fact ${key}.` })));
    expect(await store.search(['users', 'ada'], { limit: 1000 })).toHaveLength(200);
    expect(await store.get(['users', 'ada'], 'k')).toBeNull();
    expect(JSON.stringify(await store.search(['users', 'ad'], { query: 'secret' }))).not.toContain('secret');
    await store.delete(['users', 'ada'], 'unknown');
    const large = 'x'.repeat(1_000_000);
    await store.put(['users', 'ada'], 'large', { text: large });
    expect((await store.get(['users', 'ada'], 'large'))?.value.text).toBe(large);
    for (const namespace of [[], [''], ['a.b']])
      await expect(store.put(namespace, 'k', { text: 'x' })).rejects.toThrow(/[Nn]amespace/);
  });
});
