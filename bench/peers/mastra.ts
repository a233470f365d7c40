/**
 * The adapter for Mastra's memory: messages in LibSQL, found by their vectors.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createNotedModel } from './noted-model.ts';
import { embed, LIMIT, load, type Peer } from './peer.ts';

interface MastraMemory {
  saveThread(request: object): Promise<unknown>;
  saveMessages(request: object): Promise<unknown>;
  updateMessages(request: object): Promise<unknown>;
  deleteMessages(ids: readonly string[]): Promise<unknown>;
  recall(request: object): Promise<{ readonly messages: readonly unknown[] }>;
}

type Constructor<Instance> = new (config: unknown) => Instance;

/** Opens Mastra's memory in a folder. Each user has one thread. */
export async function openMastra(folder: string, limit: number = LIMIT): Promise<Peer> {
  const options = { lastMessages: 0, semanticRecall: { topK: limit, messageRange: 0, scope: 'resource' } };
  const memory = await createMastraMemory(folder, options);
  const openThread = createThreadOpener(memory);
  return {
    async create(user, text) {
      const id = randomUUID();
      await openThread(user);
      await memory.saveMessages({ messages: [toMessage(user, id, text)] });
      return id;
    },
    async search(user, query) {
      await openThread(user);
      const found = await memory.recall({
        ...place(user),
        vectorSearchString: query,
        threadConfig: options,
        perPage: 0,
      });
      return found.messages;
    },
    update: (user, id, text) => memory.updateMessages({ messages: [toMessage(user, id, text)] }),
    async converse(user, text) {
      await openThread(user);
      return converse(memory, user, text, options);
    },
    delete: (_, id) => memory.deleteMessages([id]),
    close: async () => {},
  };
}

async function createMastraMemory(folder: string, options: object): Promise<MastraMemory> {
  const { Memory } = (await load('@mastra/memory', 'dist/index.js')) as { Memory: Constructor<MastraMemory> };
  const { LibSQLStore, LibSQLVector } = (await load('@mastra/libsql', 'dist/index.js')) as {
    LibSQLStore: Constructor<unknown>;
    LibSQLVector: Constructor<unknown>;
  };
  return new Memory({
    storage: new LibSQLStore({ id: 'bench', url: `file:${join(folder, 'mastra.db')}` }),
    vector: new LibSQLVector({ id: 'bench', url: `file:${join(folder, 'mastra-vectors.db')}` }),
    embedder: {
      specificationVersion: 'v2',
      provider: 'bench',
      modelId: 'hashing',
      maxEmbeddingsPerCall: 100,
      supportsParallelCalls: false,
      doEmbed: async ({ values }: { values: readonly string[] }) => ({ embeddings: await embed(values) }),
    },
    options,
  });
}

/** Creates a function that opens the thread of a user once. */
function createThreadOpener(memory: MastraMemory): (user: string) => Promise<unknown> {
  const threads = new Map<string, Promise<unknown>>();
  return (user) => {
    const now = new Date();
    const thread = { id: toThread(user), resourceId: user, title: '', createdAt: now, updatedAt: now };
    const opened = threads.get(user) ?? memory.saveThread({ thread });
    threads.set(user, opened);
    return opened;
  };
}

/** Sends a message to an agent with this memory and returns what its model was shown. */
async function converse(memory: MastraMemory, user: string, text: string, options: object): Promise<string> {
  const { Agent } = (await load('@mastra/core', 'dist/agent/index.js')) as {
    Agent: Constructor<{ generate(text: string, options: object): Promise<unknown> }>;
  };
  const { model, prompts } = createNotedModel();
  const agent = new Agent({ id: 'bench', name: 'bench', instructions: 'Be brief.', model, memory });
  await agent.generate(text, { memory: { thread: toThread(user), resource: user, options } });
  return prompts.join('\n');
}

function toMessage(user: string, id: string, text: string): object {
  return {
    ...{ id, role: 'user', type: 'text', createdAt: nextTime(), ...place(user) },
    content: { format: 2, parts: [{ type: 'text', text }] },
  };
}

function place(user: string): { readonly threadId: string; readonly resourceId: string } {
  return { threadId: toThread(user), resourceId: user };
}

function toThread(user: string): string {
  return `thread/${user}`;
}

let latest = 0;

/** Returns a time of its own for each message. Mastra's recall confuses messages of the same millisecond. */
function nextTime(): Date {
  latest = Math.max(latest + 1, Date.now());
  return new Date(latest);
}
