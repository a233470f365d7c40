/**
 * The front door: memory, policies, the agent loop and what they speak of. What needs files, a database or
 * a model library has a door of its own (`atommem/store/sqlite`, `atommem/policy/language-model` …).
 *
 * @module
 */
export { createMemory } from './agent/create-memory.ts';
export { type EpisodeOptions, runEpisode } from './agent/run-episode.ts';
export type { Codec, Issue, ParsedReply } from './codec/codec.ts';
export { type CodecName, createCodec } from './codec/codecs.ts';
export type { Embedder } from './embed/embedder.ts';
export { branchNamespace } from './memory/branch.ts';
export { createCountingClock, systemClock } from './memory/clock.ts';
export type { Entry, EntryId } from './memory/entry.ts';
export { exportNamespace } from './memory/export.ts';
export { importNamespace } from './memory/import.ts';
export { type LogRecord, replayLog } from './memory/log.ts';
export type { Memory, MemoryOptions } from './memory/memory.ts';
export type { Chunk, Observation, Question, SourceDocument } from './memory/observation.ts';
export type { Effect, Operation, Refusal, Target } from './memory/operation.ts';
export type { EntryIndex, MetaFilter, Retriever } from './memory/retriever.ts';
export type { Store } from './memory/store.ts';
export { StoreError } from './memory/store-error.ts';
export type { View } from './memory/view.ts';
export { extractivePolicy } from './policy/extractive/extractive-policy.ts';
export type { Policy, PolicyContext, Reply } from './policy/policy.ts';
export { ragPolicy } from './policy/rag.ts';
export { scriptedPolicy } from './policy/scripted.ts';
export { hybridRetriever } from './search/hybrid.ts';
export { lexicalRetriever } from './search/lexical.ts';
export { vectorRetriever } from './search/vector.ts';
export { createInMemoryStore } from './store/in-memory.ts';
export { storeRetriever } from './store/store-retriever.ts';
export { chunkDocuments } from './task/chunk-documents.ts';
export { createDocumentStream } from './task/document-stream.ts';
export { BETTER_STREAM_RULES, OFFICIAL_STREAM_RULES, type StreamRules } from './task/stream-rules.ts';
export type { Environment, Task } from './task/task.ts';
export { loadDefaultTokenizer, loadHuggingFaceTokenizer, type Tokenizer } from './task/tokenizer.ts';
export type { StepRecord, Trajectory } from './trajectory/trajectory.ts';
