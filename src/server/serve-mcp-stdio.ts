/**
 * `serveMcpStdio`: MCP over standard input and output.
 *
 * @module
 */
import type { Readable, Writable } from 'node:stream';
import { createMcpServer, type McpServerOptions } from '../mcp/create-mcp-server.ts';
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
}

/** Serves one host. Resolves when the host closes standard input, or when the signal is aborted. */
export async function serveMcpStdio(options: ServeMcpStdioOptions): Promise<void> {
  const { store, namespace, memory: memoryOptions, stdin, stdout, signal, ...serverOptions } = options;
  const { serveStdio, StdioServerTransport } = await importPackage(
    '@modelcontextprotocol/server',
    'The MCP server',
    () => import('@modelcontextprotocol/server/stdio'),
  );
  // One memory for the connection, so that parallel calls keep their order.
  const memory = createMemory({ ...memoryOptions, store, namespace });
  await createMcpServer(memory, serverOptions);
  const transport = new StdioServerTransport(stdin, stdout);
  const closed = new Promise<void>((resolve) => {
    const close = transport.close.bind(transport);
    transport.close = () => close().finally(resolve);
  });
  const server = serveStdio(() => createMcpServer(memory, serverOptions), {
    transport,
    onerror: serverOptions.onError,
  });
  signal.addEventListener('abort', () => void server.close(), { once: true });
  if (signal.aborted) await server.close();
  await closed;
}
