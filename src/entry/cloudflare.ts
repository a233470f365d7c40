/**
 * The entry `atommem/cloudflare`: a store in the database of a Durable Object, for Cloudflare Agents.
 *
 * @module
 */
export { durableObjectStore } from '../adapter/cloudflare/durable-object-store.ts';
export type { SqlStorage } from '../adapter/cloudflare/log-tables.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export type { LogRecord } from '../memory/log.ts';
export type { Refusal } from '../memory/operation.ts';
export type { Hit, MetaFilter, SearchOptions, StoreSearch, StoreSearchOptions } from '../memory/retriever.ts';
export type { Showing } from '../memory/showing.ts';
export type { Commit, CommitOptions, LogRange, PurgeOptions, PurgeReport, Store } from '../memory/store.ts';
export type { EntryVector, StoreVectors, VectorSet, VectorSpace } from '../memory/vector-set.ts';
export type { CreateWrite, DeleteWrite, UpdateWrite, Write } from '../memory/write.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
