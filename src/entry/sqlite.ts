/**
 * The entry `atommem/sqlite`: the SQLite store, and what works on the namespaces of any store: history, undo,
 * branches, export, import, purge. The parts that a store of your own can reuse are here too.
 *
 * @module
 */
export { differenceBetween, stateAsOf } from '../memory/as-of.ts';
export { branchNamespace } from '../memory/branch.ts';
export { exportNamespace } from '../memory/export.ts';
export { importNamespace } from '../memory/import.ts';
export { entryOf, type LogDifference, type LogRecord, type LogState, replayLog } from '../memory/log.ts';
export {
  type CommitPlan,
  type NamespaceState,
  type PlannedRecord,
  planCommit,
} from '../memory/plan-commit.ts';
export { purgeNamespace } from '../memory/purge-namespace.ts';
export { embedMissing, reembed } from '../memory/reembed.ts';
export type { Commit, CommitOptions, LogRange, PurgeOptions, PurgeReport, Store } from '../memory/store.ts';
export { StoreError, type StoreErrorKind } from '../memory/store-error.ts';
export { sweepExpired } from '../memory/sweep-expired.ts';
export { undoOperation, undoSince } from '../memory/undo.ts';
export {
  checkSpace,
  checkVector,
  type EntryVector,
  type StoreVectors,
  type VectorSet,
  type VectorSpace,
} from '../memory/vector-set.ts';
export type { Write } from '../memory/write.ts';
export { matchesFilter } from '../search/meta-filter.ts';
export { planRestore } from '../store/plan-restore.ts';
export { createSqliteStore, type SqliteOptions, type SqliteStore } from '../store/sqlite/sqlite-store.ts';
export { type Statistics, statisticsOf } from '../store/statistics.ts';
export { storeRetriever } from '../store/store-retriever.ts';
