/**
 * The entry `atommem/released`: the dialect, prompts and rules of the released AtomMem-8B.
 *
 * @module
 */

export type { Codec, Issue, ParseContext, ParsedReply, Span, WritableReply } from '../codec/codec.ts';
export type { Constraint, Format } from '../format/format.ts';
export type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export type { LogRecord } from '../memory/log.ts';
export type { MemoryOptions, OverCapacity, ReadTiming } from '../memory/memory.ts';
export type {
  CreateOperation,
  DeleteOperation,
  Operation,
  ReadOperation,
  Refusal,
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
export type { PromptMessage } from '../prompt/prompt-message.ts';
export type { PromptContext, PromptSet } from '../prompt/prompt-set.ts';
export {
  ATOMMEM_8B_OFFICIAL,
  type Atommem8bOptions,
  createAtommem8bCodec,
} from '../released/atommem-8b-codec.ts';
export { createAtomMem8bPrompts, type PromptShape } from '../released/atommem-8b-prompts.ts';
export type { Truncate } from '../released/atommem-8b-view.ts';
export {
  BETTER,
  type Choice,
  type Compatibility,
  chunkOptionsFor,
  codecOptionsFor,
  memoryOptionsFor,
  OFFICIAL,
  parseCompatibility,
  streamRulesFor,
} from '../released/compatibility.ts';
export { type ReleasedOptions, released } from '../released/released.ts';
export type { Clock } from '../shared/clock.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
export type { ToolCall } from '../task/action.ts';
export type {
  ActObservation,
  AnswerObservation,
  Chunk,
  MemoriseObservation,
  Observation,
  Question,
  Situation,
  SourceDocument,
} from '../task/observation.ts';
export type { StreamRules } from '../task/stream-rules.ts';
export type { ToolDefinition, ToolFailure, ToolResult } from '../task/tool.ts';
