/**
 * The entry `atommem/anthropic`: Anthropic's memory tool over a memory.
 *
 * @module
 */
export {
  type AnthropicMemoryOptions,
  anthropicMemory,
} from '../adapter/anthropic/anthropic-memory.ts';
export type { AnthropicMemoryHandlers } from '../adapter/anthropic/memory-handlers.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export type { LogDifference, LogRecord, LogState } from '../memory/log.ts';
export type {
  ApplyOptions,
  CreateOptions,
  DeletedEffect,
  DeleteOptions,
  Memory,
  ReadOptions,
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
export type { MetaFilter } from '../memory/retriever.ts';
export type { Commit, LogRange } from '../memory/store.ts';
export type { View } from '../memory/view.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
