/**
 * The entry `atommem/eval`: evaluation runs, suites, scores, comparisons, charts and reports.
 *
 * @module
 */

export type { Budget } from '../agent/budget.ts';
export type { DocumentTaskOptions } from '../agent/document-task.ts';
export type { MemoryConfig } from '../agent/memory-config.ts';
export type { ModelConfig } from '../ai/model-config.ts';
export { type Recall, type RecallRequest, recallEntries } from '../ai/recall-entries.ts';
export type { Axis } from '../chart/axis.ts';
export {
  type LineChart,
  type Point,
  renderLineChart,
  renderScatterChart,
  type Series,
} from '../chart/line.ts';
export { CHART_STYLE, svgFile } from '../chart/style.ts';
export type { Issue, Span } from '../codec/codec.ts';
export type { DatasetErrorCode } from '../dataset/dataset-file-error.ts';
export type { Dataset, DatasetProblem } from '../dataset/load-dataset.ts';
export type { NoiseOptions } from '../dataset/noise.ts';
export type { QuestionCount } from '../dataset/question-group.ts';
export type { QuestionRecord, RecordDocument } from '../dataset/question-record.ts';
export type { DocumentStream } from '../dataset/stream-builder.ts';
export type { MemorySuiteName } from '../eval/bench-config.ts';
export { type BenchConfig, benchConfig } from '../eval/bench-config.ts';
export { openCallFolder } from '../eval/call-folder.ts';
export {
  type ComparedMetric,
  type CompareOptions,
  type Comparison,
  type Contender,
  type ContenderEpisode,
  compareContenders,
} from '../eval/compare.ts';
export type { ComparisonOptions, PlacedComparison } from '../eval/compare-cells.ts';
export {
  COUNTED,
  countOperations,
  type EpisodeCost,
  type EpisodeOutcome,
  type EpisodeScore,
  type OperationCounts,
  type QuestionScore,
  scoreEpisode,
  viewAtAnswer,
} from '../eval/episode-score.ts';
export { type EvalConfig, evalConfig, type RunConfig } from '../eval/eval-config.ts';
export type { EvalRow, RowMetrics, RowOptions, TypeScore } from '../eval/eval-row.ts';
export { type EvaluateOptions, evaluate } from '../eval/evaluate.ts';
export type { EvaluationTable } from '../eval/evaluation-table.ts';
export { judgeEpisode } from '../eval/judge-episode.ts';
export { openResultsFolder, type ResultsFolder, type ResultsSettings } from '../eval/results-folder.ts';
export type { EvaluatedPolicy, RunMemory, RunParts, TaskReading } from '../eval/run-parts.ts';
export { readResultsSettings, runSuite, type SuiteOptions, type SuiteRun } from '../eval/run-suite.ts';
export type {
  EpisodeProgress,
  RunBudget,
  RunStop,
  StepProgress,
  TrackerOptions,
} from '../eval/run-tracker.ts';
export type { Cell, CellNotRun, SuitePlan } from '../eval/suite-plan.ts';
export { reportSuite, type SuiteReport, type SuiteReportOptions } from '../eval/suite-report.ts';
export {
  fullTable,
  matrixTable,
  type TableInput,
  type TableMetric,
  typeTable,
} from '../eval/suite-tables.ts';
export type { PartsModule, PartsRecipe } from '../eval/suite-threads.ts';
export type { PlannedEpisode } from '../eval/suite-units.ts';
export {
  PAPER_DATASETS,
  SUITES,
  type Suite,
  type SuiteName,
  type Variant,
  type VariantSettings,
} from '../eval/suites.ts';
export {
  conversationSource,
  type EvalTask,
  questionSource,
  readySource,
  type SourceOptions,
  type TaskSource,
} from '../eval/task-source.ts';
export { formatTable, type TextTable } from '../eval/text-table.ts';
export type { Ablation } from '../memory/ablate.ts';
export type { Admission } from '../memory/admission.ts';
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
  OperationName,
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
  Failure,
  ModelCall,
  Policy,
  PolicyContext,
  Reply,
  ReplyTokens,
  Usage,
} from '../policy/policy.ts';
export type { PromptMessage } from '../prompt/prompt-message.ts';
export type { CallRequest, CallStore, RecordedCall } from '../recording/recorded-call.ts';
export type { Choice, Compatibility } from '../released/compatibility.ts';
export { type ChunkMeasure, type EpisodeMeasure, measureEpisode } from '../report/measure-episode.ts';
export type { EpisodeDigest, ReportColumn, ReportEpisode, ReportInput } from '../report/report-input.ts';
export { writeReport } from '../report/write-report.ts';
export type { AnswerFate } from '../score/answer-fate.ts';
export type { Estimate } from '../score/bootstrap.ts';
export type { AskJudge } from '../score/judge.ts';
export type { McNemar } from '../score/mcnemar.ts';
export { measureShown, type ReadTurn, type ShownMeasures } from '../score/measure-shown.ts';
export { forgottenGone, neverSaid } from '../score/memory-contents.ts';
export type { Prices, Tokens } from '../score/money.ts';
export type { RetainedAnswer, RetainedDocument, Retention } from '../score/retention.ts';
export { removePast, type ShownText } from '../score/shown-text.ts';
export type { Clock } from '../shared/clock.ts';
export type { ConfigFields, ConfigSchema } from '../shared/config.ts';
export type {
  Applied,
  AtomMemErrorDetails,
  EngineFailure,
  FileFailure,
  OptionFailure,
  PackageFailure,
  StoreFailure,
} from '../shared/error.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
export { createSystem, SYSTEM_NAMES, type SystemOptions } from '../suite/baseline-systems.ts';
export type { MemorySession, MemorySystem, WriteCost } from '../suite/memory-system.ts';
export { type OutcomeFile, openOutcomeFile } from '../suite/outcome-file.ts';
export { type PolicySystemOptions, policySystem } from '../suite/policy-system.ts';
export {
  type MemorySuiteOptions,
  type MemorySuiteReport,
  type MemorySuiteWarning,
  runMemorySuite,
  type SkippedSystem,
} from '../suite/run-memory-suite.ts';
export type { MemorySize, QuestionOutcome, StreamOutcome, WritePathCost } from '../suite/stream-outcome.ts';
export type { Metrics, QuestionMetric, SuiteRow } from '../suite/suite-row.ts';
export type { Action, ToolCall } from '../task/action.ts';
export type { ChunkOptions } from '../task/chunk-documents.ts';
export type {
  Conversation,
  DialogueQuestion,
  Expectation,
  Session,
  Turn,
} from '../task/dialogue/conversation.ts';
export { type MemoryStream, toMemoryStream } from '../task/dialogue/memory-stream.ts';
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
