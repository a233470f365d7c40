/**
 * The entry `atommem/train`: `sft` and `grpo` on any task, credit estimators, checkpoints and run logs.
 *
 * @module
 */
export type { Budget } from '../agent/budget.ts';
export type { EpisodeOptions } from '../agent/run-episode.ts';
export type { Codec, Issue, ParseContext, ParsedReply, Span, WritableReply } from '../codec/codec.ts';
export type { TokenCodec, WrittenReply } from '../codec/token-codec.ts';
export type { DatasetErrorCode } from '../dataset/dataset-file-error.ts';
export type { Dataset, DatasetProblem } from '../dataset/load-dataset.ts';
export type { QuestionCount } from '../dataset/question-group.ts';
export type { QuestionRecord, RecordDocument } from '../dataset/question-record.ts';
export type * from '../engine/engine.ts';
export type { EngineErrorCode } from '../engine/engine-error.ts';
export type {
  BinaryLossOp,
  CustomLoss,
  LossInput,
  LossNode,
  UnaryLossOp,
} from '../engine/loss/custom-loss.ts';
export { defineLoss, type LossTerm, type LossTerms } from '../engine/loss/define-loss.ts';
export { type EngineNeeds, requireCapabilities } from '../engine/require-capabilities.ts';
export type { Constraint, Format } from '../format/format.ts';
export type { FormatName } from '../format/resolve-format.ts';
export type { Network } from '../learned/network.ts';
export type { Comparison, PreparedQuestion } from '../learned/question.ts';
export type { Held } from '../learned/scene.ts';
export type { ControllerWeights } from '../learned/weights.ts';
export type { WordCounts } from '../learned/word-counts.ts';
export type { Ablation } from '../memory/ablate.ts';
export type { Admission } from '../memory/admission.ts';
export type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export type { LogRecord } from '../memory/log.ts';
export type { MemoryOptions, OverCapacity, ReadTiming } from '../memory/memory.ts';
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
export type { EnvironmentOptions } from '../openenv/environment.ts';
export type { SessionOptions } from '../openenv/episode-session.ts';
export { type OpenEnvOptions, serveOpenEnv } from '../openenv/serve-openenv.ts';
export type { SessionLimits } from '../openenv/sessions.ts';
export {
  type ChatPrompt,
  type ChatTokenizer,
  loadChatTokenizer,
  type ModelFiles,
} from '../policy/chat-tokenizer.ts';
export type {
  Failure,
  ModelCall,
  Policy,
  PolicyContext,
  Reply,
  ReplyTokens,
  Usage,
} from '../policy/policy.ts';
export { type TokenLanguageModelOptions, tokenLanguageModelPolicy } from '../policy/token-language-model.ts';
export type { TokenSampler } from '../policy/token-policy.ts';
export type { PromptMessage } from '../prompt/prompt-message.ts';
export type { PromptContext, PromptSet } from '../prompt/prompt-set.ts';
export type { Room } from '../rules/keep-best.ts';
export type { Profile, QuestionProfile } from '../rules/profile.ts';
export type { Kind } from '../rules/question-kind.ts';
export type { LoopbackServer } from '../server/listen.ts';
export type { Clock } from '../shared/clock.ts';
export type {
  Applied,
  AtomMemErrorCode,
  AtomMemErrorDetails,
  EngineFailure,
  FileFailure,
  OptionFailure,
  PackageFailure,
  StoreFailure,
} from '../shared/error.ts';
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
export {
  type AdvantageScale,
  computeAdvantages,
  hasVariance,
  type Normalisation,
} from '../train/advantage.ts';
export type { Behaviour } from '../train/behaviour.ts';
export { broadcast } from '../train/broadcast.ts';
export { type BenchCreditOptions, benchCredit } from '../train/controller/bench-credit.ts';
export { parseBudgets } from '../train/controller/budget.ts';
export {
  type ControllerData,
  type ControllerDataOptions,
  prepareData,
} from '../train/controller/controller-data.ts';
export type { TrainerSettings, TrainerUpdate } from '../train/controller/controller-trainer.ts';
export type { TeacherName } from '../train/controller/imitate.ts';
export type { ControllerBehaviour } from '../train/controller/reinforce.ts';
export {
  type JoinedController,
  joinControllers,
  type TrainControllerOptions,
  type TrainedController,
  trainController,
} from '../train/controller/train-controller.ts';
export type { QuestionTarget, TrainingStream } from '../train/controller/training-stream.ts';
export type {
  CompareCreditsOptions,
  CreditContender,
  CreditPoint,
  CreditRow,
} from '../train/credit/compare-credits.ts';
export type { CreditOperation, CreditRollout, OperationCredit } from '../train/credit/credit-rollout.ts';
export type { CreditEstimator, RatedGroup } from '../train/credit.ts';
export type { Hint } from '../train/datum.ts';
export { type EnginePolicyOptions, enginePolicy } from '../train/engine-policy.ts';
export type { RunEvaluation } from '../train/evaluate-at.ts';
export { type GrpoOptions, grpo } from '../train/grpo.ts';
export { type LineageOptions, lineage } from '../train/lineage.ts';
export type { AnswerReward } from '../train/reward.ts';
export { computeReward, type RewardFunction, type RewardTerms, scoreAnswers } from '../train/reward.ts';
export type { OpenedTask, TaskSource } from '../train/rollout-group.ts';
export type { Staleness } from '../train/rollouts-ahead.ts';
export type { Counters } from '../train/run-checkpoints.ts';
export { newestCheckpoint, type SavedState } from '../train/run-checkpoints.ts';
export type { GrpoUpdate } from '../train/run-grpo.ts';
export { type RunRecord, readLog } from '../train/run-log.ts';
export type { SftProgress } from '../train/run-sft.ts';
export type { SampledPolicy } from '../train/sampled-policy.ts';
export { type SftOptions, sft } from '../train/sft.ts';
export type { SupervisedExample } from '../train/supervised-source.ts';
export { createTaskSource, type TaskSourceOptions } from '../train/task-source.ts';
export type { Teacher } from '../train/teacher-source.ts';
export type { GrpoConfig, SftConfig, StageConfig } from '../train/train-config.ts';
export type { RunOptions } from '../train/training-run.ts';
export { type VocabularyOptions, vocabularyFor } from '../train/words/vocabulary-for.ts';
export { type WordCodecOptions, wordCodec } from '../train/words/word-codec.ts';
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
