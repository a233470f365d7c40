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

/** The answer of `/api/entries/{id}`. */
const ENTRY: JsonObject = {
  type: 'object',
  required: ['entry', 'history', 'reads', 'shown'],
  properties: {
    entry: { type: ['object', 'null'], description: 'The newest version, or null if it was deleted' },
    history: {
      type: 'array',
      items: { type: 'object' },
      description: 'Its records in the log, oldest first',
    },
    reads: { type: 'integer', description: 'Number of searches that returned it' },
    shown: {
      type: ['array', 'null'],
      description:
        'The latest 20 times a model was shown it, newest first. Null if the store keeps no showings',
      items: {
        type: 'object',
        required: ['time', 'purpose'],
        properties: {
          time: { type: 'number', description: 'Milliseconds since 1970' },
          purpose: { type: 'string' },
        },
      },
    },
  },
};

function toContent(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } };
}

/** Returns the description, as `/openapi.json` serves it. */
export function describeApi(version: string): JsonObject {
  const get = (summary: string, ...parameters: readonly JsonObject[]): JsonObject => ({
    get: { summary, parameters: [namespace, ...parameters], responses: { 200: { description: 'JSON' } } },
  });
  const entryId = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
  const number = (name: string, description: string): JsonObject => ({
    name,
    in: 'query',
    schema: { type: 'integer', minimum: 0 },
    description,
  });
  const post = (summary: string, properties: JsonObject): JsonObject => ({
    post: {
      summary,
      requestBody: { content: toContent({ type: 'object', properties }) },
      responses: { 200: { description: 'JSON' }, 403: { description: 'The server is read-only' } },
    },
  });
  return {
    openapi: '3.1.0',
    info: {
      title: 'atommem',
      version,
      description:
        'Agent memory: browse, search, undo and edit. MCP is served at /mcp. Errors are {"error": {"code", "message"}}: 4xx for the request, 503 while the store cannot be used.',
    },
    paths: {
      '/api/info': get('Returns what this server shows'),
      '/api/namespaces': get('Lists namespaces'),
      '/api/entries': get('Lists live entries and the scratchpad'),
      '/api/entries/{id}': {
        get: {
          summary: 'Returns an entry, every version of it, and when it was shown to a model',
          parameters: [namespace, entryId],
          responses: { 200: { description: 'JSON', content: toContent(ENTRY) } },
        },
      },
      '/api/search': get(
        'Searches like an agent',
        { name: 'q', in: 'query', required: true, schema: { type: 'string' } },
        number('limit', 'Default: 6'),
        {
          name: 'purpose',
          in: 'query',
          schema: { type: 'string', maxLength: 200 },
          description:
            'Set it if a model reads the results, for example to "answers a support ticket". It is listed in `shown`.',
        },
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
