/** A JSON Schema of the one kind that every tool interface takes: a flat object, all fields required. */
export interface ToolInputSchema {
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

/** A tool as every model interface knows it; adapters rename the fields. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: ToolInputSchema;
}

/** The name of the tool for each thing that a reply can say. */
export const TOOL_NAMES = {
  create: 'memory_create',
  read: 'memory_read',
  update: 'memory_update',
  delete: 'memory_delete',
  scratchpad: 'scratchpad_write',
  answer: 'final_answer',
} as const;

const SLOT = {
  type: 'integer',
  minimum: 1,
  description: 'Number of the entry in the list shown now.',
} as const;

/** The four operations, the scratchpad and the answer as a tool set. The same bytes at every call. */
export const TOOL_DEFINITIONS: readonly ToolDefinition[] = [
  define(TOOL_NAMES.create, 'Remember a new entry.', {
    text: { type: 'string', description: 'What to remember, understandable on its own.' },
  }),
  define(TOOL_NAMES.read, 'Set what to look for in memory; the next list of entries answers it.', {
    query: { type: 'string', description: 'Key words of what to find.' },
  }),
  define(TOOL_NAMES.update, 'Replace the text of an entry that is shown.', {
    slot: SLOT,
    text: { type: 'string', description: 'The whole new text of the entry.' },
  }),
  define(TOOL_NAMES.delete, 'Forget an entry that is shown.', { slot: SLOT }),
  define(TOOL_NAMES.scratchpad, 'Replace the scratchpad, which is shown at every step.', {
    text: { type: 'string', description: 'All of its new text; empty to clear it.' },
  }),
  define(TOOL_NAMES.answer, 'Answer the question that is asked now.', {
    text: { type: 'string', description: 'The answer alone, as short as it can be.' },
  }),
];

function define(
  name: string,
  description: string,
  properties: ToolInputSchema['properties'],
): ToolDefinition {
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
