/**
 * `memoryTools`: the memory tools for the AI SDK.
 *
 * @module
 */
import type { Tool } from 'ai';
import type { Memory } from '../../memory/memory.ts';
import type { JsonObject } from '../../shared/json.ts';
import { type MemoryToolOptions, memoryToolSet } from './memory-tool-set.ts';
import type { MemoryToolResult } from './tool-result.ts';

/** Tools for `generateText`, `streamText` and `ToolLoopAgent`, by name. */
export type MemoryTools = Record<string, Tool<JsonObject, MemoryToolResult>>;

/**
 * Returns tools with which a model creates, reads, updates and deletes entries. The host fixes the namespace: a model
 * cannot choose another. Tools return results and never throw.
 *
 * @throws AtomMemError `bad-option`
 * @example
 * import { createMemory } from 'atommem';
 *
 * const memory = createMemory({ namespace: 'users/12' });
 * await generateText({ model, tools: memoryTools(memory), stopWhen: isStepCount(8), prompt });
 */
export function memoryTools(memory: Memory, options: MemoryToolOptions = {}): MemoryTools {
  return Object.fromEntries(
    memoryToolSet(memory, options).map(({ name, description, inputSchema, execute }) => [
      name,
      {
        description,
        inputSchema: toStandardSchema(inputSchema),
        execute: (input, { abortSignal }) => execute(input, { signal: abortSignal }),
        toModelOutput: ({ output }) => ({ type: output.ok ? 'text' : 'error-text', value: output.text }),
      } satisfies Tool<JsonObject, MemoryToolResult>,
    ]),
  );
}

/** Accepts any object. For invalid input, `execute` returns a correction for the model. */
function toStandardSchema(
  schema: JsonObject,
): Extract<Tool<JsonObject>['inputSchema'], { '~standard': unknown }> {
  return {
    '~standard': {
      version: 1,
      vendor: 'atommem',
      validate: (value) => ({ value: value as JsonObject }),
      jsonSchema: { input: () => ({ ...schema }), output: () => ({ ...schema }) },
    },
  };
}
