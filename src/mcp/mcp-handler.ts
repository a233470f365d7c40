/**
 * `mcpHandler`: MCP over HTTP as a fetch handler, for a memory per namespace of one store.
 *
 * @module
 */
import { type CreateMemoryOptions, createMemory } from '../memory/create-memory.ts';
import type { Store } from '../memory/store.ts';
import { type GuardOptions, rejectRequest } from '../shared/request-guard.ts';
import { createMcpServer, type McpServerOptions } from './create-mcp-server.ts';
import { loadMcp } from './load-mcp.ts';

export interface McpHandlerOptions extends McpServerOptions, GuardOptions {
  readonly store: Store;
  /**
   * The namespace, or a function that reads it from a request: from its token, a header or its address. Returns
   * `undefined` to reject the request. Tools cannot name a namespace.
   */
  readonly namespace: string | ((request: Request) => string | undefined | Promise<string | undefined>);
  /** Further options of the memories, such as `embedder`. */
  readonly memory?: Omit<CreateMemoryOptions, 'store' | 'namespace'>;
}

export interface McpHandler {
  /** Answers one request. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Ends requests that are being answered. The store stays open. */
  readonly close: () => Promise<void>;
}

/** Maximum bytes of a request. */
const MOST_BODY = 4 * 1024 * 1024;

/**
 * Creates a handler for streamable HTTP, in all revisions of the protocol that the SDK serves. It keeps no session, so
 * clients can reconnect at any time. Requests whose Host or Origin names another machine are rejected: list your own
 * names in `hosts`.
 *
 * @throws AtomMemError `missing-package`, `bad-option`
 * @example
 * import { sqlite } from 'atommem/sqlite';
 *
 * const users = new Map([['token-of-ada', 'users/ada']]);
 * const handler = await mcpHandler({
 *   store: sqlite('agent.db'),
 *   hosts: ['memory.example'],
 *   namespace: (request) => users.get(request.headers.get('authorization')?.replace('Bearer ', '') ?? ''),
 * });
 * export default { fetch: handler.fetch };
 */
export async function mcpHandler(options: McpHandlerOptions): Promise<McpHandler> {
  const { store, namespace, memory, token, hosts, ...serverOptions } = options;
  const { createMcpHandler } = await loadMcp();
  // Checks the options now instead of at the first request.
  const open = (name: string): ReturnType<typeof createMcpServer> =>
    createMcpServer(createMemory({ ...memory, store, namespace: name }), serverOptions);
  await open('check');
  const handler = createMcpHandler(({ authInfo }) => open(String(authInfo?.extra?.namespace)), {
    maxRequestBodySize: MOST_BODY,
    onerror: serverOptions.onError,
  });
  return {
    async fetch(request) {
      const rejection = rejectRequest({ url: request.url, header: readHeader(request) }, { token, hosts });
      if (rejection !== undefined) return reject(rejection.status, rejection.message);
      const name = typeof namespace === 'string' ? namespace : await namespace(request);
      if (name === undefined || name === '')
        return reject(401, 'No namespace belongs to this request. Send the token or header of a user.');
      // `authInfo` is how the SDK passes data of a request to its server.
      return handler.fetch(request, {
        authInfo: { token: '', clientId: 'host', scopes: [], extra: { namespace: name } },
      });
    },
    close: () => handler.close(),
  };
}

/** Some runtimes keep the host only in the address. */
function readHeader({ headers, url }: Request): (name: string) => string | undefined {
  return (name) => headers.get(name) ?? (name === 'host' ? new URL(url).host : undefined);
}

function reject(status: 401 | 403, message: string): Response {
  const headers = status === 401 ? { 'www-authenticate': 'Bearer' } : undefined;
  const body = { jsonrpc: '2.0', id: null, error: { code: -32_000, message } };
  return Response.json(body, { status, headers });
}
