/**
 * JSON-RPC for clients that see the environment as tools.
 *
 * @module
 */
import type { OfferedTool } from '../policy/generate-reply.ts';
import type { JsonObject } from '../shared/json.ts';
import type { ClientEnvironment } from './environment.ts';

/**
 * Answers `tools/list` and `tools/call`. Anything else gets an error object: the protocol wants status 200 and
 * `jsonrpc` in every case. A tool call is a step of the environment.
 */
export async function answerMcp(body: unknown, environment: ClientEnvironment): Promise<JsonObject> {
  const {
    id = null,
    method,
    params = {},
  } = (body ?? {}) as {
    readonly id?: string | number | null;
    readonly method?: unknown;
    readonly params?: { readonly name?: unknown; readonly arguments?: unknown };
  };
  const fail = (code: number, message: string): JsonObject => ({
    jsonrpc: '2.0',
    id,
    error: { code, message },
  });
  if (typeof method !== 'string') return fail(-32600, 'the request has no method');
  if (method === 'tools/list')
    return { jsonrpc: '2.0', id, result: { tools: listTools(environment.tools()) } };
  if (method !== 'tools/call')
    return fail(-32601, `there is no method ${method}: use tools/list or tools/call`);
  try {
    const seen = await environment.step({ tool_name: params.name, arguments: params.arguments ?? {} });
    const text = JSON.stringify(seen);
    return { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text }], isError: false } };
  } catch (cause) {
    return fail(-32000, cause instanceof Error ? cause.message : String(cause));
  }
}

function listTools(tools: readonly OfferedTool[]): JsonObject[] {
  return tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema: { ...inputSchema } as unknown as JsonObject,
  }));
}
