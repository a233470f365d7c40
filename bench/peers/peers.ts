/**
 * Times create and search of this store and of other memories, with the same embedder and texts:
 * `node bench/peers/peers.ts [entries]` (default: 2000). `npm install --prefix bench/peers` installs the
 * others; a missing one is skipped with a message. No model is called: Mem0 stores texts as they are
 * (`infer: false`), and its telemetry is off.
 *
 * @module
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mixBits } from '../../src/embed/hash.ts';
import { hashingEmbedder } from '../../src/embed/hashing.ts';
import { openMemory } from '../../src/memory/open-memory.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { createSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { storeRetriever } from '../../src/store/store-retriever.ts';

const DIMENSIONS = 384;
const LIMIT = 6;
const CREATES = 100;
const SEARCHES = 50;
const USER = 'users/1';
const MODULES = join(import.meta.dirname, 'node_modules');

const embedder = hashingEmbedder({ dimensions: DIMENSIONS });
const embed = async (texts: readonly string[]): Promise<number[][]> =>
  (await embedder.embed(texts, 'entry')).map((vector) => [...vector]);
/** The same embedder in LangChain's form, which two of the packages require. */
const embeddings = {
  embedQuery: async (text: string): Promise<number[]> => (await embed([text]))[0]!,
  embedDocuments: embed,
};

/** One memory to time. */
interface Peer {
  create(text: string): Promise<unknown>;
  search(query: string): Promise<unknown>;
  close(): Promise<unknown>;
}

const PEERS: readonly { name: string; package?: string; open(folder: string): Promise<Peer> }[] = [
  { name: 'atommem, SQLite, durable, words and vectors', open: openAtommem },
  { name: 'Mem0, vectors in SQLite', package: 'mem0ai', open: openMem0 },
  { name: 'LangGraph.js InMemoryStore', package: '@langchain/langgraph-checkpoint', open: openLangGraph },
  { name: 'MCP memory server, JSON file', package: '@modelcontextprotocol/server-memory', open: openMcp },
];

const entries = Number(process.argv[2] ?? 2000);
const folder = mkdtempSync(join(tmpdir(), 'atommem-peers-'));
process.env.MEM0_TELEMETRY = 'false';
process.env.MEM0_DIR = join(folder, 'mem0');
console.log(
  `${entries} entries, ${embedder.name}, best ${LIMIT}, Node ${process.version} (ms, p50 of one call)`,
);
try {
  for (const peer of PEERS) {
    await measure(peer).catch((error: Error) =>
      console.log(`  ${peer.name}: failed, ${error.message.replaceAll('\n', ' ')}`),
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(peer: (typeof PEERS)[number]): Promise<void> {
  const version = readVersion(peer.package);
  if (peer.package !== undefined && version === undefined) {
    console.log(`  ${peer.name}: skipped, not installed (npm install --prefix bench/peers)`);
    return;
  }
  const memory = await peer.open(folder);
  for (let number = 0; number < entries; number++) await memory.create(textAt(number));
  const creates = await times(CREATES, (round) => memory.create(textAt(entries + round)));
  const searches = await times(SEARCHES, (round) => memory.search(queryAt(round)));
  await memory.close();
  const label = version === undefined ? peer.name : `${peer.name} (${peer.package} ${version})`;
  console.log(`  ${label}: create ${creates.toFixed(3)}, search ${searches.toFixed(3)}`);
}

async function openAtommem(): Promise<Peer> {
  const store = createSqliteStore({ path: join(folder, 'atommem.db') });
  const retriever = storeRetriever({ embedder });
  const memory = openMemory({ store, namespace: USER, retriever, clock: systemClock });
  return {
    create: (text) => memory.apply([{ op: 'create', text }]),
    search: (query) => memory.read(query, { limit: LIMIT }),
    close: () => store.close(),
  };
}

async function openMem0(): Promise<Peer> {
  const { Memory } = (await load('mem0ai', 'dist/oss/index.mjs')) as {
    Memory: new (config: unknown) => Mem0;
  };
  const unused = { invoke: () => Promise.reject(new Error('no model is asked')) };
  const memory = new Memory({
    embedder: { provider: 'langchain', config: { model: embeddings, embeddingDims: DIMENSIONS } },
    llm: { provider: 'langchain', config: { model: unused } },
    vectorStore: {
      provider: 'memory',
      config: { collectionName: 'bench', dimension: DIMENSIONS, dbPath: join(folder, 'mem0.db') },
    },
    historyDbPath: join(folder, 'mem0-history.db'),
  });
  return {
    create: (text) => memory.add(text, { userId: USER, infer: false }),
    search: (query) => memory.search(query, { filters: { user_id: USER }, topK: LIMIT }),
    close: async () => {},
  };
}

interface Mem0 {
  add(text: string, options: object): Promise<unknown>;
  search(query: string, options: object): Promise<unknown>;
}

async function openLangGraph(): Promise<Peer> {
  const { InMemoryStore } = (await load('@langchain/langgraph-checkpoint', 'dist/index.js')) as {
    InMemoryStore: new (options: unknown) => LangGraphStore;
  };
  const store = new InMemoryStore({ index: { dims: DIMENSIONS, embeddings, fields: ['text'] } });
  let count = 0;
  return {
    create: (text) => store.put(USER.split('/'), `m${count++}`, { text }),
    search: (query) => store.search(USER.split('/'), { query, limit: LIMIT }),
    close: async () => {},
  };
}

interface LangGraphStore {
  put(namespace: readonly string[], key: string, value: object): Promise<unknown>;
  search(namespace: readonly string[], options: object): Promise<unknown>;
}

/** Searches by substring, because the server has no vectors. */
async function openMcp(): Promise<Peer> {
  const script = join(MODULES, '@modelcontextprotocol/server-memory/dist/index.js');
  const environment = { ...process.env, MEMORY_FILE_PATH: join(folder, 'mcp.jsonl') };
  const server = spawn(process.execPath, [script], { env: environment, stdio: ['pipe', 'pipe', 'ignore'] });
  const call = createJsonRpc(server);
  await call('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1' },
  });
  server.stdin!.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
  let count = 0;
  return {
    create: (text) =>
      call('tools/call', {
        name: 'create_entities',
        arguments: { entities: [{ name: `m${count++}`, entityType: 'memory', observations: [text] }] },
      }),
    search: (query) =>
      call('tools/call', { name: 'search_nodes', arguments: { query: query.split(' ')[0] } }),
    close: async () => server.kill(),
  };
}

function createJsonRpc(server: ChildProcess): (method: string, parameters: object) => Promise<unknown> {
  const waiting = new Map<number, (result: unknown) => void>();
  let rest = '';
  let id = 0;
  server.stdout!.setEncoding('utf8').on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const message = JSON.parse(line) as { id?: number; result?: unknown };
      if (message.id !== undefined) waiting.get(message.id)?.(message.result);
    }
  });
  return (method, parameters) =>
    new Promise((resolve) => {
      id++;
      waiting.set(id, resolve);
      server.stdin!.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params: parameters })}\n`);
    });
}

function readVersion(name: string | undefined): string | undefined {
  const file = name && join(MODULES, name, 'package.json');
  if (!file || !existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function load(name: string, file: string): Promise<unknown> {
  return import(join(MODULES, name, file));
}

async function times(rounds: number, run: (round: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await run(round);
    taken.push(performance.now() - started);
  }
  return taken.toSorted((left, right) => left - right)[Math.floor(rounds / 2)]!;
}

function textAt(number: number): string {
  return Array.from({ length: 20 }, (_, place) => `word${mixBits(number * 20 + place) % 5000}`).join(' ');
}

function queryAt(round: number): string {
  return textAt(round * 17)
    .split(' ')
    .slice(0, 5)
    .join(' ');
}
