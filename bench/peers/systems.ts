/**
 * Other memories as systems of the suites over conversations:
 * `atommem bench --suite change --systems bench/peers/systems.ts --policy mem0,mem0-model,langgraph,mastra,mcp-memory`.
 * Each finds texts by its own search. Without a model, each stores every turn as it is. `mem0-model` has a scripted one.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listContentWords, type ShownText } from '../../src/score/shown-text.ts';
import type { MemorySession, MemorySystem } from '../../src/suite/memory-system.ts';
import { ADAPTERS } from './adapters.ts';
import { mem0ModelSystem } from './mem0-model.ts';
import { type Peer, type PeerAdapter, requirePackage } from './peer.ts';

const USER = 'user';

/** Results of a search. Turns have at least 30 characters on average, so that more of them never fit. */
const RESULTS = 160;

process.env.MEM0_TELEMETRY = 'false';
process.env.MASTRA_TELEMETRY_DISABLED = '1';

/** What `--systems` loads. */
export const systems: readonly MemorySystem[] = [
  ...ADAPTERS.flatMap((adapter) =>
    adapter.system === undefined ? [] : [{ name: adapter.system, open: () => openSession(adapter) }],
  ),
  mem0ModelSystem,
];

async function openSession(adapter: PeerAdapter): Promise<MemorySession> {
  requirePackage(adapter.name, adapter.package);
  const folder = mkdtempSync(join(tmpdir(), 'atommem-peer-'));
  process.env.MEM0_DIR = folder;
  const peer = await adapter.open(folder, adapter.results ?? RESULTS);
  const turns = new Map<string, ShownText>();
  return {
    async observe({ id, text }) {
      turns.set(await peer.create(USER, text), { text, sources: [id] });
      return undefined;
    },
    async show(question) {
      const results = await (adapter.oneWord ? searchWords(peer, question) : peer.search(USER, question));
      return results.flatMap((result) => turns.get(readId(result)) ?? []);
    },
    contents: async () => [...turns.values()],
    async close() {
      await peer.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Searches for each content word. The results that hold the most words come first. */
async function searchWords(peer: Peer, question: string): Promise<readonly unknown[]> {
  const found = new Map<string, { readonly result: unknown; count: number }>();
  for (const word of listContentWords(question)) {
    for (const result of await peer.search(USER, word)) {
      const known = found.get(readId(result)) ?? { result, count: 0 };
      known.count += 1;
      found.set(readId(result), known);
    }
  }
  return [...found.values()].toSorted((left, right) => right.count - left.count).map(({ result }) => result);
}

/** Returns the id that `create` gave: `id` in most results, `key` in LangGraph's, `name` in the MCP server's. */
function readId(result: unknown): string {
  const { id, key, name } = result as { id?: string; key?: string; name?: string };
  return id ?? key ?? name ?? '';
}
