/**
 * The entry `atommem/sqlite`: the SQLite store, and what works on the namespaces of any store: history, undo,
 * branches, export, import, purge. The parts that a store of your own can reuse are here too.
 *
 * @module
 */

export { differenceBetween, readStateAsOf } from '../memory/as-of.ts';
export type { EmbedOptions, UnembeddedEntry } from '../memory/embed-texts.ts';
export type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
export type { Entry, EntryId } from '../memory/entry.ts';
export { type LogDifference, type LogRecord, type LogState, replayLog, toEntry } from '../memory/log.ts';
export type {
  ApplyOptions,
  CreateOptions,
  DeletedEffect,
  DeleteOptions,
  Memory,
  ReadOptions,
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
export {
  type CommitPlan,
  type NamespaceState,
  type PlannedRecord,
  planCommit,
} from '../memory/plan-commit.ts';
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
export type { UndoOptions } from '../memory/undo.ts';
export { undoOperation, undoSince } from '../memory/undo.ts';
export {
  checkSpace,
  checkVector,
  type EntryVector,
  type StoreVectors,
  type VectorSet,
  type VectorSpace,
} from '../memory/vector-set.ts';
export type { View } from '../memory/view.ts';
export type { CreateWrite, DeleteWrite, UpdateWrite, Write } from '../memory/write.ts';
export type { HybridOptions } from '../search/hybrid.ts';
export { matchesFilter } from '../search/meta-filter.ts';
export type { VectorOptions } from '../search/vector.ts';
export type {
  Applied,
  EngineFailure,
  ErrorContent,
  FileFailure,
  OptionFailure,
  PackageFailure,
  StoreFailure,
} from '../shared/error.ts';
export { AtomMemError, type AtomMemErrorCode, type AtomMemErrorDetails } from '../shared/error.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
export { branchNamespace } from '../store/branch-namespace.ts';
export type { ExportOptions } from '../store/export-namespace.ts';
export { exportNamespace } from '../store/export-namespace.ts';
export { importNamespace } from '../store/import-namespace.ts';
export {
  type ExportFolderOptions,
  type ExportFolderReport,
  exportFolder,
  type FolderProblem,
} from '../store/markdown/export-folder.ts';
export {
  type ImportedFile,
  type ImportFolderOptions,
  type ImportFolderReport,
  importFolder,
} from '../store/markdown/import-folder.ts';
export { planRestore } from '../store/plan-restore.ts';
export { purgeNamespace } from '../store/purge-namespace.ts';
export { type EmbedReport, embedMissing, reembed } from '../store/reembed.ts';
export {
  createSqliteStore,
  type SqliteOptions,
  type SqliteStore,
  sqlite,
} from '../store/sqlite/sqlite-store.ts';
export type { StatisticsOptions } from '../store/statistics.ts';
export { readStatistics, type Statistics } from '../store/statistics.ts';
export type { StoreRetrieverOptions } from '../store/store-retriever.ts';
export { storeRetriever } from '../store/store-retriever.ts';
export { sweepExpired } from '../store/sweep-expired.ts';
