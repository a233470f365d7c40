/**
 * The tools and the processor inside Mastra: an agent with a scripted model, two sessions, two users.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import { mastraMemoryProcessor, mastraMemoryTools } from '../../src/adapter/mastra/mastra-memory.ts';
import { createMemory } from '../../src/memory/create-memory.ts';
import { inMemoryStore } from '../../src/store/in-memory.ts';
import { type ScriptedReply, scriptedModel } from '../ai/scripted-model.ts';
import { installPackages } from './install-package.ts';

/** The used parts of `@mastra/core`. */
interface AgentModule {
  readonly Agent: new (
    config: object,
  ) => { generate(input: string, options: object): Promise<{ readonly text: string }> };
}
interface ToolsModule {
  readonly createTool: (config: object) => object;
}

const installed = await installPackages('@mastra/core@1.71.0', 'zod@4');

describe.skipIf(typeof installed === 'string')(
  `Mastra${typeof installed === 'string' ? ` (skipped: ${installed})` : ''}`,
  () => {
    it('creates, reads, updates and deletes across two sessions and two users', async () => {
      if (typeof installed === 'string') return;
      const { Agent } = (await installed.load('@mastra/core/agent')) as AgentModule;
      const { createTool } = (await installed.load('@mastra/core/tools')) as ToolsModule;
      const store = inMemoryStore();
      const play = async (user: string, script: readonly ScriptedReply[], input: string) => {
        const memory = createMemory({ store, namespace: `users/${user}` });
        const { model, prompts } = scriptedModel(script);
        const agent = new Agent({
          id: 'helper',
          name: 'helper',
          instructions: 'Help.',
          model,
          tools: Object.fromEntries(
            mastraMemoryTools(memory).map((config) => [config.id, createTool(config)]),
          ),
          inputProcessors: [mastraMemoryProcessor(memory)],
        });
        await agent.generate(input, { maxSteps: 8 });
        return { memory, prompts };
      };
      const first = await play(
        'ada',
        [
          [{ tool: 'memory_create', input: { text: 'Ada lives in Lund.' } }],
          [{ tool: 'memory_update', input: { id: 'm1', text: 'Ada lives in Malmö.' } }],
          [{ tool: 'memory_create', input: { text: 'Ada has a cat.' } }],
          [{ tool: 'memory_delete', input: { id: 'm3' } }],
          [{ tool: 'memory_update', input: { id: 'm99', text: 'x' } }],
        ],
        'I moved from Lund to Malmö.',
      );
      expect((await first.memory.entries()).map(({ text }) => text)).toEqual(['Ada lives in Malmö.']);
      expect(first.prompts.at(-1)).toContain('Known ids: m1');

      const second = await play(
        'ada',
        [[{ tool: 'memory_read', input: { query: 'Malmö' } }]],
        'Where do I live?',
      );
      expect(second.prompts[0]).toContain('Ada lives in Malmö.');
      // One block, however many steps there are.
      expect(second.prompts.map((prompt) => prompt.split('<memory source').length)).toEqual([2, 2]);

      const other = await play(
        'bo',
        [[{ tool: 'memory_read', input: { query: 'lives' } }]],
        'Where does Ada live?',
      );
      expect(other.prompts.join('')).not.toContain('Malmö');
    });
  },
);
