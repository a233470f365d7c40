/**
 * `serveMcp`: MCP over HTTP on this machine.
 *
 * @module
 */
import { type McpHandler, type McpHandlerOptions, mcpHandler } from '../mcp/mcp-handler.ts';
import { answerWithFetch } from './answer-with-fetch.ts';
import { type LoopbackServer, listen } from './listen.ts';

export interface ServeMcpOptions extends McpHandlerOptions {
  /** Port, or 0 for any free port. Default: 0. */
  readonly port?: number;
}

/** Serves MCP at `/mcp` on 127.0.0.1. Other paths answer 404. */
export async function serveMcp({ port, ...options }: ServeMcpOptions): Promise<LoopbackServer> {
  const handler: McpHandler = await mcpHandler(options);
  const server = await listen((request, response) => {
    answerWithFetch(request, response, (asked) =>
      new URL(asked.url).pathname === '/mcp' ? handler.fetch(asked) : explainPath(),
    ).catch((error: unknown) => {
      options.onError?.(error);
      response.destroy();
    });
  }, port);
  return {
    url: `${server.url}/mcp`,
    async close() {
      await handler.close();
      await server.close();
    },
  };
}

async function explainPath(): Promise<Response> {
  return Response.json({ error: { message: 'This path does not exist. MCP is at /mcp.' } }, { status: 404 });
}
