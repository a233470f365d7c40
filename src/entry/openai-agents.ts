/**
 * The entry `atommem/openai-agents`: tools, recall and sessions for OpenAI Agents. Needs `@openai/agents-core`, which
 * `@openai/agents` brings.
 *
 * @module
 */
export { agentMemoryTools } from '../adapter/openai-agents/agent-memory-tools.ts';
export {
  type MemoryInputFilterOptions,
  memoryInputFilter,
} from '../adapter/openai-agents/memory-input-filter.ts';
export { type MemorySessionOptions, memorySession } from '../adapter/openai-agents/memory-session.ts';
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
export type { Hit, MetaFilter, SearchOptions, StoreSearch, StoreSearchOptions } from '../memory/retriever.ts';
export type { Showing } from '../memory/showing.ts';
export type { Commit, CommitOptions, LogRange, PurgeOptions, PurgeReport, Store } from '../memory/store.ts';
export type { EntryVector, StoreVectors, VectorSet, VectorSpace } from '../memory/vector-set.ts';
export type { View } from '../memory/view.ts';
export type { CreateWrite, DeleteWrite, UpdateWrite, Write } from '../memory/write.ts';
export type { Clock } from '../shared/clock.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
export type { Tokenizer } from '../task/tokenizer.ts';
