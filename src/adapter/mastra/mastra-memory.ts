/**
 * Memory for Mastra: tools for an agent, and a processor that recalls entries before every step. The types are
 * structural, so Mastra is not imported.
 *
 * @module
 */
import { type RecallBlockOptions, recallBlock } from '../../ai/recall-block.ts';
import { type MemoryToolOptions, memoryToolSet } from '../../ai/tools/memory-tool-set.ts';
import type { Memory } from '../../memory/memory.ts';
import type { JsonObject } from '../../shared/json.ts';

/** The argument of `createTool` from `@mastra/core/tools`. */
export interface MastraToolConfig {
  readonly id: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  execute(
    input: unknown,
    context?: { readonly abortSignal?: AbortSignal },
  ): Promise<{ readonly text: string }>;
}

/**
 * Returns the tools by name, each ready for `createTool`.
 *
 * @example
 * const tools = Object.fromEntries(mastraMemoryTools(memory).map((config) => [config.id, createTool(config)]));
 * const agent = new Agent({ name: 'helper', instructions, model, tools });
 */
export function mastraMemoryTools(
  memory: Memory,
  options: MemoryToolOptions = {},
): readonly MastraToolConfig[] {
  return memoryToolSet(memory, options).map(({ name, description, inputSchema, execute }) => ({
    id: name,
    description,
    inputSchema,
    execute: async (input, context) => {
      const { text } = await execute(input, { signal: context?.abortSignal });
      return { text };
    },
  }));
}

/** A message in a processor. */
export interface MastraMessage {
  readonly role: string;
  readonly content: unknown;
}

/** The used part of Mastra's `Processor`. */
export interface MastraMemoryProcessor {
  readonly id: string;
  processInputStep(step: {
    readonly messages: readonly MastraMessage[];
    readonly systemMessages: readonly MastraMessage[];
  }): Promise<{ readonly systemMessages: MastraMessage[] }>;
}

export interface MastraProcessorOptions extends RecallBlockOptions {
  /** Receives errors of the store and the embedder. The step continues without memory. */
  readonly onError?: (error: unknown) => void;
}

const ID = 'atommem';
const MARK = '<memory source="atommem">';

/**
 * Returns an input processor that adds relevant entries as one system message. Later steps replace the message.
 *
 * @example
 * const agent = new Agent({ name: 'helper', instructions, model, inputProcessors: [mastraMemoryProcessor(memory)] });
 */
export function mastraMemoryProcessor(
  memory: Memory,
  { onError, ...options }: MastraProcessorOptions = {},
): MastraMemoryProcessor {
  return {
    id: ID,
    async processInputStep({ messages, systemMessages }) {
      const others = systemMessages.filter(({ content }) => !String(content).startsWith(MARK));
      try {
        const last = messages.findLast(({ role }) => role === 'user');
        const text = await recallBlock(memory, last === undefined ? '' : readText(last.content), options);
        return { systemMessages: text === '' ? others : [...others, { role: 'system', content: text }] };
      } catch (error) {
        onError?.(error);
        return { systemMessages: others };
      }
    },
  };
}

/** Reads the text of a message: a string, parts, or `{ parts }`. */
function readText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(readText).filter(Boolean).join('\n');
  if (typeof content !== 'object' || content === null) return '';
  if ('parts' in content) return readText(content.parts);
  return 'text' in content && typeof content.text === 'string' ? content.text : '';
}
