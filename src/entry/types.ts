/**
 * The namespace `types` of the entry `atommem`: every type that a signature of that entry mentions.
 *
 * @module
 */
export type { EpisodeOptions } from '../agent/run-episode.ts';
export type { Codec, Issue, ParsedReply } from '../codec/codec.ts';
export type { Embedder } from '../embed/embedder.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export type { LogDifference, LogRecord, LogState } from '../memory/log.ts';
export type { ApplyOptions, Memory, MemoryOptions } from '../memory/memory.ts';
export type { Effect, Operation, Refusal, Target } from '../memory/operation.ts';
export type {
  EntryEmbedder,
  EntryIndex,
  Hit,
  MetaFilter,
  Retriever,
  SearchOptions,
  StoreSearch,
  StoreSearchOptions,
} from '../memory/retriever.ts';
export type { Commit, CommitOptions, LogRange, PurgeOptions, PurgeReport, Store } from '../memory/store.ts';
export type { StoreErrorKind } from '../memory/store-error.ts';
export type { EntryVector, StoreVectors, VectorSet, VectorSpace } from '../memory/vector-set.ts';
export type { View } from '../memory/view.ts';
export type { Write } from '../memory/write.ts';
export type { Policy, PolicyContext, Reply } from '../policy/policy.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
export type { Chunk, Observation, Question, SourceDocument } from '../task/observation.ts';
export type { StreamRules } from '../task/stream-rules.ts';
export type { Environment, Task } from '../task/task.ts';
export type { Tokenizer } from '../task/tokenizer.ts';
export type { StepRecord, Trajectory } from '../trajectory/trajectory.ts';
