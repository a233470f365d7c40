/**
 * The entry `atommem/langgraph`: a LangGraph store over any store. Needs `@langchain/langgraph-checkpoint`.
 *
 * @module
 */
export { type LangGraphStoreOptions, langGraphStore } from '../adapter/langgraph/langgraph-store.ts';
export type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export type { LogRecord } from '../memory/log.ts';
export type { MemoryOptions, OverCapacity, ReadTiming } from '../memory/memory.ts';
export type { Refusal } from '../memory/operation.ts';
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
export type { CreateWrite, DeleteWrite, UpdateWrite, Write } from '../memory/write.ts';
export type { Clock } from '../shared/clock.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
