/**
 * The entry `atommem/trajectories`: read, write, replay, export and import records of episodes.
 *
 * @module
 */

export type { Codec, Issue, ParseContext, ParsedReply, Span, WritableReply } from '../codec/codec.ts';
export type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export type { LogRecord } from '../memory/log.ts';
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
export type { Failure, ModelCall, ReplyTokens, Usage } from '../policy/policy.ts';
export type { PromptMessage } from '../prompt/prompt-message.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
export type { Action, ToolCall } from '../task/action.ts';
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
export type { ToolDefinition, ToolFailure, ToolResult } from '../task/tool.ts';
export { toEpisodeFileName } from '../trajectory/episode-file-name.ts';
export {
  type ExampleOptions,
  type ExampleSource,
  type Examples,
  extractExamples,
  type OperationOutcome,
  type TrainingExample,
} from '../trajectory/export-examples.ts';
export { writeExport } from '../trajectory/export-file.ts';
export {
  type ColumnType,
  type ExportFormat,
  type ExportFormatName,
  type ExportRow,
  exportFormat,
  exportFormatNames,
  type FieldsType,
  type ListType,
} from '../trajectory/export-formats.ts';
export { type ImportedExample, parseExamples } from '../trajectory/import-examples.ts';
export { type Imported, type ImportOptions, importTrajectories } from '../trajectory/import-trajectory.ts';
export { parseTrajectory, readTrajectory } from '../trajectory/read-trajectory.ts';
export {
  type ReplayDifference,
  type ReplayOptions,
  replayTrajectory,
} from '../trajectory/replay-trajectory.ts';
export type * from '../trajectory/trajectory.ts';
export { formatTrajectory, writeTrajectory } from '../trajectory/write-trajectory.ts';
