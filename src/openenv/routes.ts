/**
 * The OpenAPI description of the environment server.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';

/** Describes the routes in OpenAPI 3.1. */
export function describeRoutes(name: string, version: string): JsonObject {
  const route = (method: string, summary: string): JsonObject => ({
    [method]: {
      summary,
      ...(method === 'post' && {
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
      }),
      responses: {
        200: { description: 'OK', content: { 'application/json': { schema: { type: 'object' } } } },
      },
    },
  });
  return {
    openapi: '3.1.0',
    info: { title: name, version },
    paths: {
      '/health': route('get', 'Whether the server runs'),
      '/metadata': route('get', 'Name and description of the environment'),
      '/schema': route('get', 'JSON schemas of action, observation and state'),
      '/reset': route('post', 'Begin an episode'),
      '/step': route('post', 'Send an action'),
      '/state': route('get', 'The running episode'),
      '/mcp': route('post', 'The same as tools, over JSON-RPC 2.0'),
    },
  };
}
