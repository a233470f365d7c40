/**
 * The entry `atommem/langgraph`: a LangGraph store over any store. Needs `@langchain/langgraph-checkpoint`.
 *
 * @module
 */
export { type LangGraphStoreOptions, langGraphStore } from '../adapter/langgraph/langgraph-store.ts';
export type { MemoryOptions } from '../memory/memory.ts';
export type { Store } from '../memory/store.ts';
