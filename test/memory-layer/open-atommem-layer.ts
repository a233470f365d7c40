/**
 * This package as a memory layer of the conformance suite.
 *
 * @module
 */
import { generateText, type ModelMessage } from 'ai';
import { withMemory } from '../../src/ai/with-memory.ts';
import type { MemoryLayer } from '../../src/conformance/memory-layer.ts';
import { hashingEmbedder } from '../../src/embed/hashing.ts';
import { createMemory } from '../../src/memory/create-memory.ts';
import type { Embedder } from '../../src/memory/embedder.ts';
import type { Memory } from '../../src/memory/memory.ts';
import type { Store } from '../../src/memory/store.ts';
import { createCountingClock } from '../../src/shared/clock.ts';
import { scriptedModel } from '../ai/scripted-model.ts';

/** Opens a store as a memory layer: search by words and vectors, `withMemory` for conversations. */
export function openAtommemLayer(
  store: Store,
  {
    embedder = hashingEmbedder(),
    rawBytes,
  }: { embedder?: Embedder; rawBytes?: MemoryLayer['rawBytes'] } = {},
): MemoryLayer {
  const clock = createCountingClock();
  const memories = new Map<string, Memory>();
  const chats = new Map<string, ReturnType<typeof openChat>>();
  const open = (user: string): Memory => {
    const memory = memories.get(user) ?? createMemory({ store, namespace: user, embedder, clock });
    memories.set(user, memory);
    return memory;
  };
  return {
    create: async (user, text) => (await open(user).create(text)).id,
    search: (user, query) => open(user).read(query, { limit: 6 }),
    update: (user, id, text) => open(user).update(id, text),
    delete: (user, id) => open(user).delete(id),
    undo: async (user) => open(user).undo((await open(user).log()).at(-1)!.generation),
    forget: (user, id) => store.purge(user, [id], { time: clock() }),
    history: async (user) => [await open(user).log(), await open(user).entries()],
    converse(user, text) {
      const chat = chats.get(user) ?? openChat(open(user));
      chats.set(user, chat);
      return chat(text);
    },
    rawBytes,
    close: () => store.close(),
  };
}

/** A conversation whose host keeps the messages. */
function openChat(memory: Memory): (text: string) => Promise<string> {
  const { model, prompts } = scriptedModel(() => 'Noted.');
  const wrapped = withMemory(model, { memory, tokenizer: { count: (text) => text.split(' ').length } });
  const messages: ModelMessage[] = [];
  return async (text) => {
    messages.push({ role: 'user', content: text });
    const { responseMessages } = await generateText({ model: wrapped, messages });
    messages.push(...responseMessages);
    return prompts.at(-1)!;
  };
}
