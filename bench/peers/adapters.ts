/**
 * One adapter for each memory: atommem, Mem0, LangGraph's store, Mastra, the reference MCP memory server.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { openAtommemLayer } from '../../test/memory-layer/open-atommem-layer.ts';
import { createJsonRpc } from './json-rpc.ts';
import { openMastra } from './mastra.ts';
import {
  DIMENSIONS,
  embedder,
  embeddings,
  LIMIT,
  load,
  MODULES,
  type Peer,
  type PeerAdapter,
} from './peer.ts';

export const ADAPTERS: readonly PeerAdapter[] = [
  { name: 'atommem, SQLite, words and vectors', lasting: true, users: true, open: openAtommem },
  {
    name: 'Mem0, vectors in SQLite',
    package: 'mem0ai',
    system: 'mem0',
    lasting: true,
    users: true,
    without: 'its model (`infer: false`)',
    open: openMem0,
  },
  {
    name: 'LangGraph.js InMemoryStore',
    package: '@langchain/langgraph-checkpoint',
    system: 'langgraph',
    lasting: false,
    users: true,
    open: openLangGraph,
  },
  {
    name: 'Mastra Memory, LibSQL',
    package: '@mastra/memory',
    system: 'mastra',
    results: 60,
    lasting: true,
    users: true,
    without: 'observational memory, which needs a model',
    open: openMastra,
  },
  {
    name: 'MCP memory server, JSON file',
    package: '@modelcontextprotocol/server-memory',
    system: 'mcp-memory',
    oneWord: true,
    lasting: true,
    users: false,
    without: 'vectors: it has none',
    open: openMcp,
  },
];

async function openAtommem(folder: string): Promise<Peer> {
  return openAtommemLayer(createSqliteStore({ path: join(folder, 'atommem.db') }), { embedder });
}

export interface Mem0 {
  add(
    text: string | readonly object[],
    options: object,
  ): Promise<{ readonly results: readonly { readonly id: string; readonly memory: string }[] }>;
  search(
    query: string,
    options: object,
  ): Promise<{ readonly results: readonly { readonly memory: string }[] }>;
  update(id: string, change: unknown): Promise<unknown>;
  delete(id: string): Promise<unknown>;
  history(id: string): Promise<unknown>;
}

/** Opens Mem0 with vectors and history in a folder. Its default model fails if it is called. */
export async function createMem0(folder: string, llm: object = UNUSED_MODEL): Promise<Mem0> {
  const { Memory } = (await load('mem0ai', 'dist/oss/index.mjs')) as {
    Memory: new (config: unknown) => Mem0;
  };
  return new Memory({
    embedder: { provider: 'langchain', config: { model: embeddings, embeddingDims: DIMENSIONS } },
    llm,
    vectorStore: {
      provider: 'memory',
      config: { collectionName: 'bench', dimension: DIMENSIONS, dbPath: join(folder, 'mem0.db') },
    },
    historyDbPath: join(folder, 'mem0-history.db'),
  });
}

const UNUSED_MODEL = {
  provider: 'langchain',
  config: { model: { invoke: () => Promise.reject(new Error('no model is asked')) } },
};

async function openMem0(folder: string, limit = LIMIT): Promise<Peer> {
  const memory = await createMem0(folder);
  return {
    create: async (user, text) => (await memory.add(text, { userId: user, infer: false })).results[0]!.id,
    search: async (user, query) =>
      (await memory.search(query, { filters: { user_id: user }, topK: limit })).results,
    update: (_, id, text) => memory.update(id, { text }),
    delete: (_, id) => memory.delete(id),
    history: (_, id) => memory.history(id),
    close: async () => {},
  };
}

interface LangGraphStore {
  put(namespace: readonly string[], key: string, value: object): Promise<unknown>;
  search(namespace: readonly string[], options: object): Promise<readonly unknown[]>;
  delete(namespace: readonly string[], key: string): Promise<unknown>;
}

async function openLangGraph(_: string, limit = LIMIT): Promise<Peer> {
  const { InMemoryStore } = (await load('@langchain/langgraph-checkpoint', 'dist/index.js')) as {
    InMemoryStore: new (options: unknown) => LangGraphStore;
  };
  const store = new InMemoryStore({ index: { dims: DIMENSIONS, embeddings, fields: ['text'] } });
  const put = async (user: string, key: string, text: string): Promise<string> => {
    await store.put([user], key, { text });
    return key;
  };
  return {
    create: (user, text) => put(user, randomUUID(), text),
    search: (user, query) => store.search([user], { query, limit }),
    update: put,
    delete: (user, key) => store.delete([user], key),
    close: async () => {},
  };
}

/** Searches by substring, because the server has no vectors. The users of one file share one graph. */
async function openMcp(folder: string): Promise<Peer> {
  const script = join(MODULES, '@modelcontextprotocol/server-memory/dist/index.js');
  const environment = { ...process.env, MEMORY_FILE_PATH: join(folder, 'mcp.jsonl') };
  const server = spawn(process.execPath, [script], { env: environment, stdio: ['pipe', 'pipe', 'ignore'] });
  const call = createJsonRpc(server);
  await call('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1' },
  });
  server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
  const ask = (name: string, input: object): Promise<unknown> =>
    call('tools/call', { name, arguments: input });
  return {
    async create(_, text) {
      const name = randomUUID();
      await ask('create_entities', { entities: [{ name, entityType: 'memory', observations: [text] }] });
      return name;
    },
    async search(_, query) {
      const result = (await ask('search_nodes', { query: query.split(' ')[0] })) as {
        readonly content: readonly { readonly text: string }[];
      };
      return (JSON.parse(result.content[0]!.text) as { entities: readonly unknown[] }).entities;
    },
    delete: (_, name) => ask('delete_entities', { entityNames: [name] }),
    close: async () => server.kill(),
  };
}
