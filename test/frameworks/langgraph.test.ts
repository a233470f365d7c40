/**
 * The store inside LangGraph: a prebuilt agent with a scripted model, two threads, two users.
 *
 * @module
 */
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import { tool } from '@langchain/core/tools';
import type { BaseStore, LangGraphRunnableConfig } from '@langchain/langgraph';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { langGraphStore } from '../../src/adapter/langgraph/langgraph-store.ts';
import { inMemoryStore } from '../../src/store/in-memory.ts';

type Call = { readonly name: string; readonly args: Record<string, unknown> };

/** A chat model that plays a script and keeps what it was asked. */
class ScriptedModel extends BaseChatModel {
  readonly prompts: string[] = [];
  readonly script: readonly Call[];

  constructor(script: readonly Call[]) {
    super({});
    this.script = script;
  }

  override _llmType(): string {
    return 'scripted';
  }

  override bindTools(): this {
    return this;
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    this.prompts.push(JSON.stringify(messages));
    const call = this.script[this.prompts.length - 1];
    const id = `c${this.prompts.length}`;
    const message = new AIMessage({
      content: call === undefined ? 'done' : '',
      tool_calls: call === undefined ? [] : [{ ...call, id, type: 'tool_call' }],
    });
    return { generations: [{ text: '', message }] };
  }
}

/** The store and the namespace come from the host's configuration, never from the model. */
function reach(config: LangGraphRunnableConfig): { readonly store: BaseStore; readonly namespace: string[] } {
  return { store: config.store!, namespace: ['users', String(config.configurable?.user)] };
}

const TOOLS = [
  tool(
    async ({ key, text }: { key: string; text: string }, config: LangGraphRunnableConfig) => {
      const { store, namespace } = reach(config);
      await store.put(namespace, key, { text });
      return 'stored';
    },
    { name: 'put', description: 'Stores a fact.', schema: z.object({ key: z.string(), text: z.string() }) },
  ),
  tool(
    async ({ query }: { query: string }, config: LangGraphRunnableConfig) => {
      const { store, namespace } = reach(config);
      return JSON.stringify(await store.search(namespace, { query }));
    },
    { name: 'search', description: 'Searches facts.', schema: z.object({ query: z.string() }) },
  ),
  tool(
    async ({ key }: { key: string }, config: LangGraphRunnableConfig) => {
      const { store, namespace } = reach(config);
      await store.delete(namespace, key);
      return 'deleted';
    },
    { name: 'remove', description: 'Deletes a fact.', schema: z.object({ key: z.string() }) },
  ),
];

describe('LangGraph', () => {
  it('creates, reads, updates and deletes across two sessions and two users', async () => {
    const inner = inMemoryStore();
    const play = async (user: string, script: readonly Call[]): Promise<string> => {
      const model = new ScriptedModel(script);
      const agent = createReactAgent({ llm: model, tools: TOOLS, store: langGraphStore({ store: inner }) });
      await agent.invoke({ messages: [{ role: 'user', content: 'Hello.' }] }, { configurable: { user } });
      return model.prompts.at(-1) ?? '';
    };
    await play('ada', [
      { name: 'put', args: { key: 'home', text: 'Ada lives in Lund.' } },
      { name: 'put', args: { key: 'home', text: 'Ada lives in Malmö.' } },
      { name: 'put', args: { key: 'pet', text: 'Ada has a cat.' } },
      { name: 'remove', args: { key: 'pet' } },
    ]);
    const second = await play('ada', [{ name: 'search', args: { query: 'Where does Ada live?' } }]);
    expect(second).toContain('Ada lives in Malmö.');
    expect(second).not.toMatch(/Lund|cat/);
    for (const user of ['bo', 'ad', 'adaa', '']) {
      const other = await play(user, [{ name: 'search', args: { query: 'Where does Ada live?' } }]).catch(
        String,
      );
      expect(other).not.toContain('Malmö');
    }
  });
});
