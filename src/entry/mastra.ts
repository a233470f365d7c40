/**
 * The entry `atommem/mastra`: tools and a processor for Mastra agents.
 *
 * @module
 */
export {
  type MastraMemoryProcessor,
  type MastraMessage,
  type MastraProcessorOptions,
  type MastraToolConfig,
  mastraMemoryProcessor,
  mastraMemoryTools,
} from '../adapter/mastra/mastra-memory.ts';
export type { RecallBlockOptions } from '../ai/recall-block.ts';
export type { MemoryToolOptions } from '../ai/tools/memory-tool-set.ts';
export type { MemoryToolStyle } from '../ai/tools/tool-definitions.ts';
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
export type { Tokenizer } from '../task/tokenizer.ts';
