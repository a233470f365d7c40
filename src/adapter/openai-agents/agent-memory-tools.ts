/**
 * `agentMemoryTools`: the memory tools for OpenAI Agents.
 *
 * @module
 */
import { type FunctionTool, tool } from '@openai/agents-core';
import { type MemoryToolOptions, memoryToolSet } from '../../ai/tools/memory-tool-set.ts';
import type { Memory } from '../../memory/memory.ts';

/**
 * Returns the tools for `new Agent({ tools })`. A refusal is a result that the model can read.
 *
 * @example
 * const agent = new Agent({ name: 'helper', tools: agentMemoryTools(memory) });
 */
export function agentMemoryTools(memory: Memory, options: MemoryToolOptions = {}): FunctionTool[] {
  return memoryToolSet(memory, options).map(({ name, description, inputSchema, execute }) =>
    tool({
      name,
      description,
      parameters: inputSchema as never,
      strict: true,
      execute: async (input) => (await execute(input)).text,
    }),
  ) as FunctionTool[];
}
