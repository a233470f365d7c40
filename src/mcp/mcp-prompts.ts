/**
 * The prompts of the MCP server, which a user picks in the host: `recall` and `remember`.
 *
 * @module
 */
import type { GetPromptResult, McpServer } from '@modelcontextprotocol/server';
import { recallBlock } from '../ai/recall-block.ts';
import { cleanText } from '../ai/tools/format-entries.ts';
import type { Memory } from '../memory/memory.ts';
import type { McpModule } from './load-mcp.ts';
import { toToolSchema } from './tool-schema.ts';

const REMEMBER =
  'Go through this conversation. For each lasting fact about me or our work, search memory first. If an entry states the fact, leave it. If the fact changed, update the entry. Otherwise create one entry: one fact in one sentence. Then list what you stored.';

/** Maximum characters of a topic that a prompt repeats. */
const LONGEST_TOPIC = 200;

/** Registers `recall`, and `remember` unless the memory is read-only. */
export function registerPrompts(
  server: McpServer,
  mcp: McpModule,
  memory: Memory,
  { maxCharacters, readonly }: { readonly maxCharacters: number; readonly readonly: boolean },
): void {
  server.registerPrompt(
    'recall',
    {
      title: 'Recall',
      description: 'Adds what is remembered about a topic to the conversation.',
      argsSchema: toToolSchema(mcp, {
        type: 'object',
        properties: { topic: { type: 'string', description: 'What to look for.' } },
        required: ['topic'],
      }),
    },
    async (given) => {
      const topic = cleanText(typeof given?.topic === 'string' ? given.topic : '').trim();
      if (topic === '')
        throw new mcp.ProtocolError(mcp.ProtocolErrorCode.InvalidParams, 'The topic is empty. Name a topic.');
      // The budget of the server counts characters, so one character counts as one token.
      const block = await recallBlock(memory, topic, {
        tokens: maxCharacters,
        tokenizer: { count: (text) => text.length },
        purpose: 'recalled by the prompt "recall"',
      });
      const shown = JSON.stringify(topic.slice(0, LONGEST_TOPIC));
      return say(
        block === ''
          ? `Nothing is remembered about ${shown} yet.`
          : `This is what is remembered about ${shown}:\n\n${block}`,
      );
    },
  );
  if (!readonly)
    server.registerPrompt(
      'remember',
      { title: 'Remember', description: 'Stores the lasting facts of this conversation.' },
      () => say(REMEMBER),
    );
}

function say(text: string): GetPromptResult {
  return { messages: [{ role: 'user', content: { type: 'text', text } }] };
}
