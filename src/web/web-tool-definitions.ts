/**
 * The tools of a web task as a policy sees them.
 *
 * @module
 */
import type { ToolDefinition } from '../task/tool.ts';
import type { WebTools } from './web-tools.ts';

const SEARCH: ToolDefinition = {
  name: 'search',
  description: 'Searches the web. Returns numbered results with title, address and a short text.',
  inputSchema: {
    type: 'object',
    properties: { query: { type: 'string', minLength: 1, maxLength: 2000, description: 'a few words' } },
    required: ['query'],
    additionalProperties: false,
  },
};

const READ: ToolDefinition = {
  name: 'read',
  description: 'Reads a page. Links in its text have numbers.',
  inputSchema: {
    type: 'object',
    properties: {
      url: {
        type: ['string', 'integer'],
        description: 'number of a result or link that is shown now, or its address',
      },
      part: { type: 'integer', minimum: 1, description: 'part of a long page (default: 1)' },
      goal: { type: 'string', maxLength: 500, description: 'what to look for; shown with the page' },
    },
    required: ['url'],
    additionalProperties: false,
  },
};

/** Returns the definitions of the tools that a task has. */
export function createToolDefinitions({ search, read }: WebTools): readonly ToolDefinition[] {
  return [...(search === undefined ? [] : [SEARCH]), ...(read === undefined ? [] : [READ])];
}
