import { Agent, type Model, type ModelRequest, type ModelResponse, Runner, Usage } from '@openai/agents-core';
import { describe, expect, it } from 'vitest';
import { createMemory } from '../../memory/create-memory.ts';
import { inMemoryStore } from '../../store/in-memory.ts';
import { agentMemoryTools } from './agent-memory-tools.ts';
import { memoryInputFilter } from './memory-input-filter.ts';
import { memorySession } from './memory-session.ts';

type Output = ModelResponse['output'];
const say = (text: string): Output => [
  { type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text }] },
];
const call = (name: string, input: object, callId: string): Output => [
  { type: 'function_call', name, callId, status: 'completed', arguments: JSON.stringify(input) },
];

/** A model that plays a script and keeps what it was asked. */
function scripted(script: readonly Output[]): Model & { readonly requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  return {
    requests,
    async getResponse(request) {
      requests.push(request);
      return { usage: new Usage(), output: script[requests.length - 1] ?? say('done') };
    },
    // biome-ignore lint/correctness/useYield: not used
    async *getStreamedResponse() {
      throw new Error('not streamed');
    },
  };
}

const tokenizer = { count: (text: string) => Math.ceil(text.length / 4) };
const runner = new Runner({ tracingDisabled: true });

describe('OpenAI Agents', () => {
  it('creates, reads, updates and deletes across two sessions and two users', async () => {
    const store = inMemoryStore();
    const play = async (user: string, session: string, script: readonly Output[], input: string) => {
      const memory = createMemory({ store, namespace: `users/${user}` });
      const model = scripted(script);
      const agent = new Agent({
        name: 'helper',
        instructions: 'Help.',
        model,
        tools: agentMemoryTools(memory),
      });
      await runner.run(agent, input, {
        session: memorySession({ store, sessionId: session }),
        callModelInputFilter: memoryInputFilter(memory, { tokenizer }),
      });
      return { memory, model };
    };
    const first = await play(
      'ada',
      's1',
      [
        call('memory_create', { text: 'Ada lives in Lund.' }, 'c1'),
        call('memory_update', { id: 'm1', text: 'Ada lives in Malmö.' }, 'c2'),
        call('memory_create', { text: 'Ada has a cat.' }, 'c3'),
        call('memory_delete', { id: 'm3' }, 'c4'),
        call('memory_update', { id: 'm99', text: 'x' }, 'c5'),
      ],
      'I moved from Lund to Malmö.',
    );
    expect((await first.memory.entries()).map(({ text }) => text)).toEqual(['Ada lives in Malmö.']);
    expect(JSON.stringify(first.model.requests.at(-1)?.input)).toContain('Known ids: m1');

    const second = await play(
      'ada',
      's2',
      [call('memory_read', { query: 'Malmö' }, 'c6')],
      'Where do I live?',
    );
    expect(second.model.requests[0]?.systemInstructions).toContain('Ada lives in Malmö.');
    expect(JSON.stringify(second.model.requests[1]?.input)).toContain('Ada lives in Malmö.');
    // The block is rebuilt for each call and never kept.
    const [, block] = second.model.requests.map(
      ({ systemInstructions }) => systemInstructions?.split('<memory').length,
    );
    expect(block).toBe(2);
    expect(JSON.stringify(await memorySession({ store, sessionId: 's2' }).getItems())).not.toContain(
      '<memory',
    );

    const other = await play(
      'bo',
      's3',
      [call('memory_read', { query: 'lives' }, 'c7')],
      'Where does Ada live?',
    );
    expect(JSON.stringify(other.model.requests)).not.toContain('Malmö');
  });

  it('keeps items in order and cuts only before a message of the user', async () => {
    const session = memorySession({ store: inMemoryStore(), sessionId: 'a/b', keep: 4 });
    const user = (text: string) => ({ type: 'message', role: 'user', content: text }) as const;
    for (const turn of ['one', 'two', 'three'])
      await session.addItems([user(turn), ...call('f', {}, turn), ...say(turn)] as Parameters<
        typeof session.addItems
      >[0]);
    const items = await session.getItems();
    expect(items[0]).toMatchObject({ content: 'three' });
    expect(items).toHaveLength(3);
    expect(await session.getItems(1)).toHaveLength(1);
    expect(await session.popItem()).toMatchObject({ role: 'assistant' });
    await session.clearSession();
    expect(await session.getItems()).toEqual([]);
    expect(await session.popItem()).toBeUndefined();
  });

  it('goes on without memory when the store is gone', async () => {
    const memory = createMemory();
    const broken = {
      ...memory,
      entries: () => Promise.reject(new Error('gone')),
      read: () => Promise.reject(new Error('gone')),
    };
    const errors: unknown[] = [];
    const filter = memoryInputFilter(broken, { tokenizer, onError: (error) => errors.push(error) });
    const modelData = {
      input: [{ type: 'message' as const, role: 'user' as const, content: 'Where do I live?' }],
      instructions: 'Help.',
    };
    const agent = new Agent({ name: 'helper' }) as never;
    expect(await filter({ modelData, agent, context: undefined })).toEqual(modelData);
    expect(errors).toHaveLength(1);
  });
});
