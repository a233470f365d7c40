/**
 * The namespace `types` of the entry `atommem`: every type that a signature of that entry mentions.
 *
 * @module
 */

export type { Budget } from '../agent/budget.ts';
export type { DocumentTaskOptions } from '../agent/document-task.ts';
export type { EpisodeOptions } from '../agent/run-episode.ts';
export type { EvidenceSentence, Guess, QuestionAnswer } from '../ask/answer.ts';
export type { AskOptions, AskResult } from '../ask/ask.ts';
export type { Complete, CompletedText } from '../ask/model-answer.ts';
export type { AskStreamOptions } from '../ask/policy-answer.ts';
export type { Codec, Issue, ParseContext, ParsedReply, Span, WritableReply } from '../codec/codec.ts';
export type { FilePlace } from '../documents/locate.ts';
export type { Ablation } from '../memory/ablate.ts';
export type { Admission } from '../memory/admission.ts';
export type { CreateMemoryOptions } from '../memory/create-memory.ts';
export type { UnembeddedEntry } from '../memory/embed-texts.ts';
export type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export type { LogDifference, LogRecord, LogState } from '../memory/log.ts';
export type {
  ApplyOptions,
  CreateOptions,
  DeletedEffect,
  DeleteOptions,
  Memory,
  MemoryOptions,
  OverCapacity,
  ReadOptions,
  ReadTiming,
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
export type {
  ActionWithOperations,
  AnswerWithOperations,
  Awaitable,
  PolicyDefinition,
} from '../policy/define-policy.ts';
export type {
  Failure,
  ModelCall,
  Policy,
  PolicyContext,
  Reply,
  ReplyTokens,
  Usage,
} from '../policy/policy.ts';
export type { Script, ScriptedReply } from '../policy/scripted.ts';
export type { PromptMessage } from '../prompt/prompt-message.ts';
export type { RagOptions } from '../rules/rag-policy.ts';
export type { Settings } from '../rules/types.ts';
export type { Arena, Block } from '../search/arena.ts';
export type { FlatIndexOptions } from '../search/flat-index.ts';
export type { HybridOptions } from '../search/hybrid.ts';
export type { KernelMemory, Kernels, QuantisedKernels } from '../search/kernels.ts';
export type { LexicalOptions } from '../search/lexical.ts';
export type { SearchSpace } from '../search/search-space.ts';
export type { Tokenize, TokenizeRole } from '../search/tokenize.ts';
export type { VectorOptions } from '../search/vector.ts';
export type { Clock } from '../shared/clock.ts';
export type {
  Applied,
  AtomMemErrorCode,
  AtomMemErrorDetails,
  EngineFailure,
  ErrorContent,
  FileFailure,
  OptionFailure,
  PackageFailure,
  StoreFailure,
} from '../shared/error.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
export type { InMemoryOptions } from '../store/in-memory.ts';
export type { Action, ToolCall } from '../task/action.ts';
export type { ChunkOptions } from '../task/chunk-documents.ts';
export type { TaskDefinition, TaskTool } from '../task/define-task.ts';
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
export type {
  Environment,
  GivenAnswer,
  OpenOptions,
  StepOutcome,
  Task,
  TaskEnding,
  TaskFailure,
  TaskQuestion,
} from '../task/task.ts';
export type { Tokenizer } from '../task/tokenizer.ts';
export type { ToolDefinition, ToolFailure, ToolResult } from '../task/tool.ts';
export type {
  InputSchema,
  JsonInput,
  JsonProperties,
  RequiredNames,
  StandardIssue,
  StandardResult,
  StandardSchema,
  ToolInput,
} from '../task/tool-input.ts';
export type {
  EndReason,
  EndRecord,
  EpisodeRecord,
  MemorySettings,
  RecordedQuestion,
  RecordedRead,
  RecordedSituation,
  RecordedToolResult,
  StepRecord,
  Trajectory,
} from '../trajectory/trajectory.ts';
