/**
 * The OpenAPI description of the server.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';

const namespace = {
  name: 'namespace',
  in: 'query',
  schema: { type: 'string' },
  description: 'Default: default',
};

/** Returns the description, as `/openapi.json` serves it. */
export function describeApi(version: string): JsonObject {
  const get = (summary: string, ...parameters: readonly JsonObject[]): JsonObject => ({
    get: { summary, parameters: [namespace, ...parameters], responses: { 200: { description: 'JSON' } } },
  });
  const number = (name: string, description: string): JsonObject => ({
    name,
    in: 'query',
    schema: { type: 'integer', minimum: 0 },
    description,
  });
  const post = (summary: string, properties: JsonObject): JsonObject => ({
    post: {
      summary,
      requestBody: { content: { 'application/json': { schema: { type: 'object', properties } } } },
      responses: { 200: { description: 'JSON' }, 403: { description: 'The server is read-only' } },
    },
  });
  return {
    openapi: '3.1.0',
    info: {
      title: 'atommem',
      version,
      description: 'Agent memory: browse, search, undo and edit. MCP is served at /mcp.',
    },
    paths: {
      '/api/info': get('Returns what this server shows'),
      '/api/namespaces': get('Lists namespaces'),
      '/api/entries': get('Lists live entries and the scratchpad'),
      '/api/entries/{id}': get('Returns an entry with every version', {
        name: 'id',
        in: 'path',
        required: true,
        schema: { type: 'string' },
      }),
      '/api/search': get(
        'Searches like an agent',
        { name: 'q', in: 'query', required: true, schema: { type: 'string' } },
        number('limit', 'Default: 6'),
      ),
      '/api/log': get('Lists records of the log', number('after', 'Generation to start after')),
      '/api/state': get('Returns the entries after a generation', number('at', 'Generation')),
      '/api/diff': get(
        'Compares two moments',
        number('from', 'Generation'),
        number('to', 'Generation; default: now'),
      ),
      '/api/events': get(
        'Streams new records of the log as server-sent events',
        number('after', 'Generation'),
      ),
      '/api/runs': get('Lists reports and episodes of the results folder'),
      '/api/operations': post('Applies operations', {
        namespace: { type: 'string' },
        actor: { type: 'string' },
        operations: { type: 'array', items: { type: 'object' } },
      }),
      '/api/undo': post('Undoes one record', {
        namespace: { type: 'string' },
        actor: { type: 'string' },
        generation: { type: 'integer' },
      }),
    },
  };
}
