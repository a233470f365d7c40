/**
 * `mcpHandler`: serves the namespaces of a store over MCP, as a fetch handler.
 *
 * @module
 */
import type { McpHttpHandler } from '@modelcontextprotocol/server';
import { type CreateMemoryOptions, createMemory } from '../memory/create-memory.ts';
import type { Store } from '../memory/store.ts';
import { type GuardOptions, rejectRequest } from '../shared/request-guard.ts';
import { type McpServerOptions, openMcpServer } from './create-mcp-server.ts';
import { loadMcp } from './load-mcp.ts';
import { createMemoryChanges } from './memory-changes.ts';

export interface McpHandlerOptions extends McpServerOptions, GuardOptions {
  readonly store: Store;
  /**
   * The namespace, or a function that reads it from a request: from its token, a header or its address. Returns
   * `undefined` to reject the request. Tools cannot name a namespace.
   */
  readonly namespace: string | ((request: Request) => string | undefined | Promise<string | undefined>);
  /** Further options of the memories, such as `embedder`. */
  readonly memory?: Omit<CreateMemoryOptions, 'store' | 'namespace'>;
  /** Polling interval of the log while a client subscribes to changes, in milliseconds. Default: 1,000. */
  readonly interval?: number;
}

export interface McpHandler {
  /** Answers one request. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Ends requests that are being answered. The store stays open. */
  readonly close: () => Promise<void>;
}

/** Maximum bytes of a request. */
const MOST_BODY = 4 * 1024 * 1024;

/** Maximum number of namespaces with open subscriptions. */
const MOST_NAMESPACES = 1000;

/**
 * Creates a handler for streamable HTTP, in all revisions of the protocol that the SDK serves. It keeps no session, so
 * clients can reconnect at any time. Requests whose Host or Origin names another machine are rejected: list your own
 * names in `hosts`. Clients of the revision 2026-07-28 can subscribe to changes, including those of other processes.
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
  const { store, namespace, memory, token, hosts, interval, ...serverOptions } = options;
  const { onError } = serverOptions;
  const { createMcpHandler } = await loadMcp();
  const open = (name: string, notifies: boolean): ReturnType<typeof openMcpServer> =>
    openMcpServer(createMemory({ ...memory, store, namespace: name }), serverOptions, notifies);
  // Checks the options now instead of at the first request.
  await open('check', false);
  const handlers = new Map<string, McpHttpHandler>();

  /** Returns the namespace's own handler, so that subscriptions never see changes of other namespaces. */
  function findHandler(name: string): McpHttpHandler {
    const known = handlers.get(name);
    if (known !== undefined) return known;
    const [oldest] = handlers;
    if (oldest !== undefined && handlers.size >= MOST_NAMESPACES) {
      handlers.delete(oldest[0]);
      oldest[1].close().catch((error: unknown) => onError?.(error));
    }
    const made = createMcpHandler(({ era }) => open(name, era === 'modern'), {
      maxRequestBodySize: MOST_BODY,
      onerror: onError,
      bus: createMemoryChanges({ store, namespace: name, interval, onError }),
    });
    handlers.set(name, made);
    return made;
  }

  return {
    async fetch(request) {
      const rejection = rejectRequest({ url: request.url, header: readHeader(request) }, { token, hosts });
      if (rejection !== undefined) return reject(rejection.status, rejection.message);
      const name = typeof namespace === 'string' ? namespace : await namespace(request);
      if (name === undefined || name === '')
        return reject(401, 'No namespace belongs to this request. Send the token or header of a user.');
      return findHandler(name).fetch(request);
    },
    async close() {
      await Promise.all([...handlers.values()].map((handler) => handler.close()));
    },
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
