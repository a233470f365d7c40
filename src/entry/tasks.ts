/**
 * The entry `atommem/tasks`: document streams, dialogues and the web, loaders of data sets, readers of your own files.
 *
 * @module
 */

export type { Budget } from '../agent/budget.ts';
export {
  type DocumentTaskInput,
  type DocumentTaskOptions,
  documentTask,
} from '../agent/document-task.ts';
export type { EpisodeOptions } from '../agent/episode-options.ts';
export { type SyncOptions, type SyncReport, syncDocuments } from '../ask/sync-documents.ts';
export { type SyncedFolder, type SyncKeptOptions, type SyncKeptReport, syncKept } from '../ask/sync-kept.ts';
export {
  type ChangeConversation,
  type ChangeEvent,
  type ChangeOptions,
  type ChangeSplit,
  createChangeConversation,
  readStateAfter,
} from '../change/create-change-conversation.ts';
export type { ChangeKind } from '../change/plan-events.ts';
export type { Issue, ParsedReply, Span } from '../codec/codec.ts';
export type { TokenCodec, WrittenReply } from '../codec/token-codec.ts';
export type { DatasetErrorCode } from '../dataset/dataset-file-error.ts';
export { loadConversations } from '../dataset/load-conversations.ts';
export { type Dataset, type DatasetProblem, type LoadOptions, loadDataset } from '../dataset/load-dataset.ts';
export { type LoadMemoryStreamsOptions, loadMemoryStreams } from '../dataset/load-memory-streams.ts';
export { loadLocomo } from '../dataset/locomo.ts';
export {
  addNoise,
  type Insertion,
  type NoiseKind,
  type NoiseOptions,
  type NoisyStream,
} from '../dataset/noise.ts';
export type { QuestionCount } from '../dataset/question-group.ts';
export type { QuestionRecord, RecordDocument } from '../dataset/question-record.ts';
export type { LoadConversationsOptions } from '../dataset/read-conversations.ts';
export { buildStreams, type DocumentStream, type StreamOptions } from '../dataset/stream-builder.ts';
export type {
  Block,
  BlockKind,
  Cells,
  FileDocument,
  FileFormat,
  LineMap,
} from '../documents/file-document.ts';
export type { ListOptions, SkippedFile } from '../documents/list-files.ts';
export { type FilePlace, formatPlace, locate } from '../documents/locate.ts';
export {
  type ReadDocuments,
  type ReadDocumentsOptions,
  readDocuments,
  STANDARD_INPUT,
} from '../documents/read-documents.ts';
export type { LabFact, LabQuestion, LabStory } from '../lab/generate.ts';
export { type Lab, openLab } from '../lab/open-lab.ts';
export type { LabPresetName } from '../lab/options.ts';
export type { TokenLayout } from '../lab/phrases/layout.ts';
export type { PhraseCodec } from '../lab/phrases/phrase-codec.ts';
export type { WordVocabulary } from '../lab/phrases/phrase-vocabulary.ts';
export type { PromptPlace } from '../lab/phrases/prompt-places.ts';
export type { LabSplit } from '../lab/seeds.ts';
export type { LabTask } from '../lab/task.ts';
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
export {
  createNeedleStream,
  type NeedleKind,
  type NeedleOptions,
  type NeedleStream,
} from '../needles/create-needle-stream.ts';
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
export type { WorkflowPrompt, WorkflowRole } from '../prompt/workflow-prompt.ts';
export type { AskJudge } from '../score/judge.ts';
export type { Clock } from '../shared/clock.ts';
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
export type { Sleep } from '../shared/retry.ts';
export type { Action, ToolCall } from '../task/action.ts';
export { type ChunkOptions, chunkDocuments } from '../task/chunk-documents.ts';
export type {
  Conversation,
  DialogueQuestion,
  Expectation,
  Session,
  Turn,
} from '../task/dialogue/conversation.ts';
export { createDialogue, type DialogueOptions } from '../task/dialogue/dialogue.ts';
export type { MemoryStream } from '../task/dialogue/memory-stream.ts';
export { createDocumentStream, type DocumentStreamOptions } from '../task/document-stream.ts';
export type * from '../task/observation.ts';
export { BETTER_STREAM_RULES, OFFICIAL_STREAM_RULES, type StreamRules } from '../task/stream-rules.ts';
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
export { loadDefaultTokenizer, loadHuggingFaceTokenizer, type Tokenizer } from '../task/tokenizer.ts';
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
export { asearcherReward } from '../web/asearcher-reward.ts';
export type { ExtractArticle } from '../web/body-to-page.ts';
export { type CacheJudgeOptions, cacheJudge } from '../web/cache-judge.ts';
export type { AddressRules } from '../web/check-address.ts';
export { type CorpusOptions, corpusTools } from '../web/corpus-tools.ts';
export { scoreGaia } from '../web/gaia-score.ts';
export { GAIA_TEXT_IDS } from '../web/gaia-text-ids.ts';
export type { GetLimits, GetOptions, HostAddress } from '../web/http-get.ts';
export { type LinkedPages, linkPassages } from '../web/link-passages.ts';
export { loadArticleExtractor } from '../web/load-article-extractor.ts';
export { type LoadWebOptions, loadWebQuestions } from '../web/load-web-questions.ts';
export type {
  MiniBlock,
  MiniLink,
  MiniPage,
  MiniPageKind,
  MiniQuestion,
  MiniQuestionKind,
} from '../web/mini-web/mini-page.ts';
export { createMiniWeb, type MiniWeb, type MiniWebOptions } from '../web/mini-web/mini-web.ts';
export { type MiniWebTaskOptions, miniWebExpert, miniWebTasks } from '../web/mini-web/mini-web-tasks.ts';
export {
  type MiniWebServer,
  type ServeMiniWebOptions,
  serveMiniWeb,
} from '../web/mini-web/serve-mini-web.ts';
export { type CachedPage, openPageCache, type PageCache } from '../web/page-cache.ts';
export { type PageReaderOptions, pageReader } from '../web/page-reader.ts';
export {
  openWebRecording,
  type RecordedWebCall,
  readWebRecording,
  recordWebTools,
  replayWebTools,
} from '../web/recorded-web.ts';
export { type RetrieveOptions, retrieveTools } from '../web/retrieve-client.ts';
export { type SearchServiceName, type SearchServiceOptions, searchService } from '../web/search-service.ts';
export { type RetrieveServer, serveRetrieve } from '../web/serve-retrieve.ts';
export { summariseWebRuns, type WebResult, type WebSummary } from '../web/summarise-web-runs.ts';
export { readWebDocuments, type WebDocument } from '../web/web-document.ts';
export { readWebEnding, type WebEnding } from '../web/web-ending.ts';
export { toWebTaskQuestion, type WebQuestion } from '../web/web-question.ts';
export { type WebReactOptions, webReactPolicy } from '../web/web-react-policy.ts';
export { type WebSearcherOptions, webSearcher } from '../web/web-searcher.ts';
export type { WebTaskOptions } from '../web/web-settings.ts';
export { webTask } from '../web/web-task.ts';
export type {
  PageLink,
  ReadOutcome,
  ReadTool,
  SearchOutcome,
  SearchResult,
  SearchTool,
  WebFailure,
  WebFailureKind,
  WebPage,
  WebSearchOptions,
  WebTools,
} from '../web/web-tools.ts';
export { type WindowMemoryOptions, windowMemory } from '../web/window-memory.ts';
export type { Ask, AskOptions, AskResult } from '../workflow/ask.ts';
export type { Similarity } from '../workflow/similarity.ts';
export type { TextCutter } from '../workflow/truncate.ts';
export type {
  AnswerFrom,
  CallRange,
  DeclaredCalls,
  Defect,
  Parameter,
  Workflow,
  WorkflowDeclaration,
  WorkflowOptions,
} from '../workflow/workflow.ts';
