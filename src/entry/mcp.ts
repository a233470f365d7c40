/**
 * The entry `atommem/mcp`: a memory as an MCP server. Needs `@modelcontextprotocol/server`.
 *
 * @module
 */

export type { MemoryToolOptions } from '../ai/tools/memory-tool-set.ts';
export type { MemoryToolStyle } from '../ai/tools/tool-definitions.ts';
export { createMcpServer, type McpServerOptions } from '../mcp/create-mcp-server.ts';
export { type McpHandler, type McpHandlerOptions, mcpHandler } from '../mcp/mcp-handler.ts';
export type { CreateMemoryOptions } from '../memory/create-memory.ts';
export type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export type { LogDifference, LogRecord, LogState } from '../memory/log.ts';
export type {
  ApplyOptions,
  CreateOptions,
  DeletedEffect,
  DeleteOptions,
  Memory,
  MemoryOptions,
  OverCapacity,
  ReadOptions,
  ReadTiming,
  UpdateOptions,
  WrittenEffect,
} from '../memory/memory.ts';
export type {
  AppliedEffect,
  CreateOperation,
  DeleteOperation,
  Effect,
  Operation,
  ReadOperation,
  Refusal,
  RefusedEffect,
  Target,
  UpdateOperation,
} from '../memory/operation.ts';
export type {
  BoundSearch,
  BoundStore,
  EntryIndex,
  Hit,
  MetaFilter,
  Retriever,
  SearchOptions,
  StoreSearch,
  StoreSearchOptions,
} from '../memory/retriever.ts';
export type { Showing } from '../memory/showing.ts';
export type { Commit, CommitOptions, LogRange, PurgeOptions, PurgeReport, Store } from '../memory/store.ts';
export type { EntryVector, StoreVectors, VectorSet, VectorSpace } from '../memory/vector-set.ts';
export type { View } from '../memory/view.ts';
export type { CreateWrite, DeleteWrite, UpdateWrite, Write } from '../memory/write.ts';
export type { Clock } from '../shared/clock.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
export type { GuardOptions } from '../shared/request-guard.ts';
