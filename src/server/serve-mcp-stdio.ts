/**
 * `serveMcpStdio`: MCP over standard input and output.
 *
 * @module
 */
import type { Readable, Writable } from 'node:stream';
import { type McpServerOptions, openMcpServer } from '../mcp/create-mcp-server.ts';
import { createMemoryChanges } from '../mcp/memory-changes.ts';
import { notifyChanges } from '../mcp/notify-changes.ts';
import { type CreateMemoryOptions, createMemory } from '../memory/create-memory.ts';
import type { Store } from '../memory/store.ts';
import { importPackage } from '../shared/import-package.ts';

export interface ServeMcpStdioOptions extends McpServerOptions {
  readonly store: Store;
  readonly namespace: string;
  /** Further options of the memory, such as `embedder`. */
  readonly memory?: Omit<CreateMemoryOptions, 'store' | 'namespace'>;
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Ends the server. */
  readonly signal: AbortSignal;
  /** Polling interval of the log for change notifications, in milliseconds. Default: 1,000. */
  readonly interval?: number;
}

/** Serves one host. Resolves when the host closes standard input, or when the signal is aborted. */
export async function serveMcpStdio(options: ServeMcpStdioOptions): Promise<void> {
  const {
    store,
    namespace,
    memory: memoryOptions,
    stdin,
    stdout,
    signal,
    interval,
    ...serverOptions
  } = options;
  const { serveStdio, StdioServerTransport } = await importPackage(
    '@modelcontextprotocol/server',
    'The MCP server',
    () => import('@modelcontextprotocol/server/stdio'),
  );
  // One memory for the connection, so that parallel calls keep their order.
  const memory = createMemory({ ...memoryOptions, store, namespace });
  const { onError } = serverOptions;
  const changes = createMemoryChanges({ store, namespace, interval, onError });
  // Checks the options before the handshake.
  await openMcpServer(memory, serverOptions, true);
  const transport = new StdioServerTransport(stdin, stdout);
  const closed = new Promise<void>((resolve) => {
    const close = transport.close.bind(transport);
    transport.close = () => close().finally(resolve);
  });
  const server = serveStdio(
    async ({ era }) => {
      const connected = await openMcpServer(memory, serverOptions, true);
      notifyChanges(connected, changes, era);
      return connected;
    },
    { transport, onerror: onError },
  );
  signal.addEventListener('abort', () => void server.close(), { once: true });
  if (signal.aborted) await server.close();
  await closed;
}
