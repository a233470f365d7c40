/**
 * The memory operations as a tool set for models with native tool calls.
 *
 * @module
 */
import { TOOL_NAMES } from './tool-names.ts';

/** A JSON Schema that every tool interface accepts: a flat object with all fields required. */
export interface MemoryToolSchema {
  readonly type: 'object';
  readonly properties: Readonly<
    Record<
      string,
      { readonly type: 'string' | 'integer'; readonly description: string; readonly minimum?: number }
    >
  >;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/** A memory tool. Adapters rename the fields. */
export interface MemoryTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: MemoryToolSchema;
}

const SLOT = {
  type: 'integer',
  minimum: 1,
  description: 'Number of the entry in the current list.',
} as const;

/** The four operations, the scratchpad and the answer. The same bytes at every call, for prompt caches. */
export const MEMORY_TOOLS: readonly MemoryTool[] = [
  define(TOOL_NAMES.create, 'Add an entry to memory.', {
    text: { type: 'string', description: 'What to remember. It must make sense on its own.' },
  }),
  define(TOOL_NAMES.read, 'Set the search query. The next step lists the entries that match it.', {
    query: { type: 'string', description: 'A few key words.' },
  }),
  define(TOOL_NAMES.update, 'Replace the text of a listed entry.', {
    slot: SLOT,
    text: { type: 'string', description: 'The whole new text of the entry.' },
  }),
  define(TOOL_NAMES.delete, 'Remove a listed entry.', { slot: SLOT }),
  define(TOOL_NAMES.scratchpad, 'Replace the scratchpad. It is shown at every step.', {
    text: { type: 'string', description: 'The whole new text. Leave it empty to clear the scratchpad.' },
  }),
  define(TOOL_NAMES.answer, 'Answer the current question.', {
    text: { type: 'string', description: 'Only the answer, as short as possible.' },
  }),
];

function define(name: string, description: string, properties: MemoryToolSchema['properties']): MemoryTool {
  return {
    name,
    description,
    inputSchema: {
      type: 'object',
      properties,
      required: Object.keys(properties),
      additionalProperties: false,
    },
  };
}
