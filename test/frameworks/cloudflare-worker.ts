/**
 * A worker with one agent, as a user of Cloudflare Agents writes it. `cloudflare.long.test.ts` bundles it.
 *
 * @module
 */
// @ts-expect-error: installed into a cache by the test
import { Agent, getAgentByName } from 'agents';
import { generateText, isStepCount } from 'ai';
import { durableObjectStore } from '../../src/adapter/cloudflare/durable-object-store.ts';
import type { SqlStorage } from '../../src/adapter/cloudflare/log-tables.ts';
import { memoryTools } from '../../src/ai/tools/memory-tools.ts';
import { createMemory } from '../../src/memory/create-memory.ts';
import type { Memory } from '../../src/memory/memory.ts';
import { type ScriptedReply, scriptedModel } from '../ai/scripted-model.ts';

const Base = Agent as new (
  ...given: unknown[]
) => {
  readonly name: string;
  readonly ctx: { readonly storage: { readonly sql: SqlStorage } };
};

/** One agent for each user. Its script stands for a model. */
export class Assistant extends Base {
  readonly memory: Memory = createMemory({
    store: durableObjectStore(this.ctx.storage.sql),
    namespace: 'facts',
  });

  async onRequest(request: Request): Promise<Response> {
    const { model, prompts } = scriptedModel((await request.json()) as readonly ScriptedReply[]);
    await generateText({
      model,
      tools: memoryTools(this.memory),
      stopWhen: isStepCount(9),
      prompt: 'Hello.',
    });
    const entries = await this.memory.entries();
    return Response.json({ prompt: prompts.at(-1), texts: entries.map(({ text }) => text) });
  }
}

// biome-ignore lint/style/noDefaultExport: workers export their handlers so
export default {
  async fetch(request: Request, environment: { readonly Assistant: unknown }): Promise<Response> {
    const user = new URL(request.url).pathname.slice(1);
    const agent = await getAgentByName(environment.Assistant, user);
    return agent.fetch(request);
  },
};
