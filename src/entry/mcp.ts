/**
 * The entry `atommem/mcp`: a memory as an MCP server. Needs `@modelcontextprotocol/server`.
 *
 * @module
 */
export { createMcpServer, type McpServerOptions } from '../mcp/create-mcp-server.ts';
export { type McpHandler, type McpHandlerOptions, mcpHandler } from '../mcp/mcp-handler.ts';
