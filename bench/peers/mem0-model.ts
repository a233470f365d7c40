/**
 * Mem0 with a model (`infer: true`), as a system of the suites. The model is an OpenAI-compatible server on 127.0.0.1
 * whose replies come from this project's English rules: for each new message, the notes and facts that the
 * `conversation` policy would write into an empty memory. So Mem0 and `conversation` extract the same texts, and their
 * rows differ in what a memory does with them.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conversationPolicy } from '../../src/ai/conversation/conversation-policy.ts';
import type { ShownText } from '../../src/score/shown-text.ts';
import type { MemorySession, MemorySystem } from '../../src/suite/memory-system.ts';
import { policySystem } from '../../src/suite/policy-system.ts';
import { startOpenAIServer } from '../../test/loopback/openai-server.ts';
import { createMem0 } from './adapters.ts';
import { requirePackage } from './peer.ts';

const USER = 'user';
const RESULTS = 160;

/** What `systems.ts` exports beside the memories without a model. */
export const mem0ModelSystem: MemorySystem = { name: 'mem0-model', open: openSession };

async function openSession(): Promise<MemorySession> {
  requirePackage('Mem0', 'mem0ai');
  const folder = mkdtempSync(join(tmpdir(), 'atommem-peer-'));
  process.env.MEM0_DIR = folder;
  let extracted: readonly string[] = [];
  let tokens = 0;
  // The server takes a reply from a function at once, so the rules read the message before Mem0 asks.
  const server = await startOpenAIServer({
    chat({ body }) {
      const prompt = JSON.stringify((body as { messages: unknown }).messages);
      const content = JSON.stringify({ memory: extracted.map((text, place) => ({ id: `${place}`, text })) });
      const usage = { prompt: Math.ceil(prompt.length / 4), completion: Math.ceil(content.length / 4) };
      tokens = usage.prompt + usage.completion;
      return { content, usage };
    },
  });
  const llm = { provider: 'openai', config: { apiKey: 'none', model: 'rules', baseURL: server.baseURL } };
  const memory = await createMem0(folder, llm);
  const sources = new Map<string, Set<string>>();
  const toShown = (text: string): ShownText => ({ text, sources: [...(sources.get(text) ?? [])] });

  return {
    async observe({ id, text }) {
      extracted = await extract(text);
      await memory.add([toMessage(text)], { userId: USER });
      // Mem0 drops a text that it already holds. The turn then counts as a source of the kept text.
      for (const each of extracted) sources.set(each, (sources.get(each) ?? new Set()).add(id));
      return { modelCalls: 1, tokens };
    },
    async show(question) {
      const { results } = await memory.search(question, { filters: { user_id: USER }, topK: RESULTS });
      return results.map((result) => toShown(result.memory));
    },
    contents: async () => [...sources.keys()].map(toShown),
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Returns what the rules of `conversation` would store of one message. */
async function extract(text: string): Promise<readonly string[]> {
  const system = policySystem(conversationPolicy());
  const session = await system.open({ id: 'extraction', questions: [] });
  await session.observe({ id: 'message', title: '', text });
  return (await session.contents()).map((entry) => entry.text);
}

function toMessage(text: string): object {
  const [, speaker = '', said = text] = /^([^:\n]{1,60}): ([\s\S]*)$/.exec(text) ?? [];
  if (/^(?:user|assistant)$/i.test(speaker)) return { role: speaker.toLowerCase(), content: said };
  return { role: 'user', content: text };
}
