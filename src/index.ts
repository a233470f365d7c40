/**
 * The front door: memory, policies, the agent loop and what they speak of. What needs files, a database or
 * a model library has a door of its own (`atommem/store/sqlite`, `atommem/policy/language-model` …).
 *
 * @module
 */

export { type EpisodeOptions, runEpisode } from './agent/run-episode.ts';
export type { Codec, Issue, ParsedReply } from './codec/codec.ts';
export type { Embedder } from './embed/embedder.ts';
export { type CodecName, createCodec } from './format/codecs.ts';
export { differenceBetween, stateAsOf } from './memory/as-of.ts';
export { branchNamespace } from './memory/branch.ts';
export { createMemory } from './memory/create-memory.ts';
export { type Entry, type EntryId, SCRATCHPAD } from './memory/entry.ts';
export { exportNamespace } from './memory/export.ts';
export { importNamespace } from './memory/import.ts';
export { entryOf, type LogDifference, type LogRecord, type LogState, replayLog } from './memory/log.ts';
export type { ApplyOptions, Memory, MemoryOptions } from './memory/memory.ts';
export type { Effect, Operation, Refusal, Target } from './memory/operation.ts';
export {
  type CommitPlan,
  type NamespaceState,
  type PlannedRecord,
  planCommit,
} from './memory/plan-commit.ts';
export { purgeNamespace } from './memory/purge-namespace.ts';
export { embedMissing, reembed } from './memory/reembed.ts';
export type {
  EntryEmbedder,
  EntryIndex,
  Hit,
  MetaFilter,
  Retriever,
  SearchOptions,
  StoreSearch,
  StoreSearchOptions,
} from './memory/retriever.ts';
export type {
  Commit,
  CommitOptions,
  LogRange,
  PurgeOptions,
  PurgeReport,
  Store,
} from './memory/store.ts';
export { StoreError, type StoreErrorKind } from './memory/store-error.ts';
export { sweepExpired } from './memory/sweep-expired.ts';
export { undoOperation, undoSince } from './memory/undo.ts';
export {
  checkSpace,
  checkVector,
  type EntryVector,
  type StoreVectors,
  type VectorSet,
  type VectorSpace,
} from './memory/vector-set.ts';
export type { View } from './memory/view.ts';
export type { Write } from './memory/write.ts';
export type { Policy, PolicyContext, Reply } from './policy/policy.ts';
export { ragPolicy } from './policy/rag.ts';
export { scriptedPolicy } from './policy/scripted.ts';
export { extractivePolicy } from './rules/extractive-policy.ts';
export { hybridRetriever } from './search/hybrid.ts';
export { lexicalRetriever } from './search/lexical.ts';
export { matchesFilter } from './search/meta-filter.ts';
export { vectorRetriever } from './search/vector.ts';
export { createCountingClock, systemClock } from './shared/clock.ts';
export type { JsonObject, JsonValue } from './shared/json.ts';
export { createInMemoryStore } from './store/in-memory.ts';
export { planRestore } from './store/plan-restore.ts';
export { type Statistics, statisticsOf } from './store/statistics.ts';
export { storeRetriever } from './store/store-retriever.ts';
export { chunkDocuments } from './task/chunk-documents.ts';
export { createDocumentStream } from './task/document-stream.ts';
export type { Chunk, Observation, Question, SourceDocument } from './task/observation.ts';
export { BETTER_STREAM_RULES, OFFICIAL_STREAM_RULES, type StreamRules } from './task/stream-rules.ts';
export type { Environment, Task } from './task/task.ts';
export { loadDefaultTokenizer, loadHuggingFaceTokenizer, type Tokenizer } from './task/tokenizer.ts';
export type { StepRecord, Trajectory } from './trajectory/trajectory.ts';
