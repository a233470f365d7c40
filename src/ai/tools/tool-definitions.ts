/**
 * Names, descriptions and JSON schemas of the memory tools. They never vary, so that prompts are cached.
 *
 * @module
 */
import type { JsonObject } from '../../shared/json.ts';

/** A tool without its implementation. */
export interface MemoryToolDefinition {
  readonly name: string;
  readonly description: string;
  /** A flat object with only required fields, which every provider accepts. */
  readonly inputSchema: JsonObject;
}

/** The four tools, or one tool that takes the operation as a field. */
export type MemoryToolStyle = 'crud' | 'single';

/** Returns the definitions of a style. `maxTextLength` limits the length of texts, in characters. */
export function defineMemoryTools(
  style: MemoryToolStyle,
  maxTextLength: number,
  readonly: boolean,
): readonly MemoryToolDefinition[] {
  if (style === 'single') return [defineSingleTool(maxTextLength, readonly)];
  const id = { type: 'string', maxLength: 64, description: 'Id of the entry, such as m12.' };
  const text = (description: string): JsonObject => ({
    type: 'string',
    maxLength: maxTextLength,
    description,
  });
  const read = {
    name: 'memory_read',
    description:
      'Search what is remembered about this user and task. Read before you answer a question about earlier conversations.',
    inputSchema: toSchema({
      query: { type: ['string', 'null'], description: 'What to look for. null lists the newest entries.' },
    }),
  };
  if (readonly) return [read];
  return [
    {
      name: 'memory_create',
      description: 'Remember one new fact. To change a fact, update its entry.',
      inputSchema: toSchema({ text: text('One fact in one sentence that makes sense on its own.') }),
    },
    read,
    {
      name: 'memory_update',
      description: 'Replace the text of an entry when a fact changes. The id "scratchpad" is your notepad.',
      inputSchema: toSchema({ id, text: text('The whole new text.') }),
    },
    {
      name: 'memory_delete',
      description: 'Delete an entry that is wrong or that the user wants forgotten.',
      inputSchema: toSchema({ id }),
    },
  ];
}

function defineSingleTool(maxTextLength: number, readonly: boolean): MemoryToolDefinition {
  const operations = readonly ? ['read'] : ['create', 'read', 'update', 'delete'];
  return {
    name: 'memory',
    description:
      'Remember facts across conversations. create: text. read: query. update: id and the whole new text. delete: id. Set the other fields to null.',
    inputSchema: toSchema({
      op: { type: 'string', enum: operations },
      id: { type: ['string', 'null'], description: 'Id of an entry, such as m12.' },
      text: { type: ['string', 'null'], maxLength: maxTextLength, description: 'One fact in one sentence.' },
      query: { type: ['string', 'null'], description: 'What to look for.' },
    }),
  };
}

function toSchema(properties: JsonObject): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
