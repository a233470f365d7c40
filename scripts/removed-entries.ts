/**
 * The entry points that 0.2.0 removed, and what to import instead. `scripts/write-removed-entries.ts` turns each
 * row into a small file of the package, so that an old import fails with the line to write.
 *
 * @module
 */
export interface RemovedEntry {
  /** The entry that holds the names now. */
  readonly moved: string;
  /** The values that the removed entry exported, with their name today. */
  readonly names: Readonly<Record<string, string>>;
}

export const REMOVED_ENTRIES: Readonly<Record<string, RemovedEntry>> = {
  'chart/line': keep('eval', 'renderLineChart', 'renderScatterChart'),
  'chart/style': keep('eval', 'CHART_STYLE', 'svgFile'),
  'dataset/load-dataset': keep('tasks', 'loadDataset'),
  'dataset/locomo': keep('tasks', 'loadLocomo'),
  'dataset/noise': keep('tasks', 'addNoise'),
  'dataset/read-documents': keep('tasks', 'STANDARD_INPUT', 'readDocuments'),
  'dataset/stream-builder': keep('tasks', 'buildStreams'),
  'embed/ai-sdk': {
    moved: 'ai',
    names: { QWEN3_QUERY_PREFIX: 'QWEN3_QUERY_PREFIX', aiSdkEmbedder: 'aiEmbedder' },
  },
  'embed/hashing': keep('ai', 'hashingEmbedder'),
  'engine/local': keep('engines/local', 'createLocalEngine', 'openLocalEngine'),
  'engine/require-capabilities': keep('train', 'requireCapabilities'),
  'engine/server-profile': keep('engines/tinker', 'SERVER_PROFILES'),
  'engine/tinker': keep('engines/tinker', 'createTinkerEngine'),
  'eval/bench': { moved: 'eval', names: { benchSettings: 'readResultsSettings', runBench: 'runSuite' } },
  'eval/bench-report': { moved: 'eval', names: { benchReport: 'reportSuite' } },
  'eval/call-folder': keep('eval', 'openCallFolder'),
  'eval/episode-score': keep(
    'eval',
    'COUNTED',
    'countOperations',
    'judgeEpisode',
    'scoreEpisode',
    'viewAtAnswer',
  ),
  'eval/evaluate': keep('eval', 'evaluate'),
  'eval/suites': keep('eval', 'PAPER_DATASETS', 'SUITES'),
  'model/openai-compatible': {
    moved: 'ai',
    names: {
      openAICompatibleEmbeddingModel: 'openAICompatibleEmbedding',
      openAICompatibleModel: 'openAICompatible',
    },
  },
  'model/recorded-model': keep('ai', 'createRecorder'),
  'policy/chat-tokenizer': keep('train', 'loadChatTokenizer'),
  'policy/language-model': keep('ai', 'languageModelPolicy'),
  'policy/token-language-model': keep('train', 'tokenLanguageModelPolicy'),
  'prompt/prompts': { moved: 'ai', names: { createPrompts: 'resolveFormat' } },
  'report/measure-episode': keep('eval', 'measureEpisode'),
  'report/write-report': keep('eval', 'writeReport'),
  'store/postgres': keep('postgres', 'createPostgresStore'),
  'store/sqlite': { moved: 'sqlite', names: { createSqliteStore: 'sqlite' } },
  'task/dialogue': keep('tasks', 'createDialogue'),
  'trajectory/export-formats': keep('trajectories', 'exportFormat', 'exportFormatNames'),
  'trajectory/import-trajectory': keep('trajectories', 'importTrajectories'),
  'trajectory/read-trajectory': keep('trajectories', 'parseTrajectory', 'readTrajectory'),
  'trajectory/replay-trajectory': keep('trajectories', 'replayTrajectory'),
  'trajectory/write-trajectory': keep('trajectories', 'formatTrajectory', 'writeTrajectory'),
  'workflow/language-model-ask': keep('workflows', 'languageModelAsk'),
  'workflow/similarity': keep('workflows', 'embedderSimilarity', 'wordSimilarity'),
  'workflow/workflows': keep('workflows', 'createWorkflow', 'workflowDeclarations', 'workflowNames'),
};

/** Names that the root exported before 0.2.0, with the entry that holds them now. */
export const MOVED_ROOT_NAMES: Readonly<Record<string, readonly [entry: string, name: string]>> = {
  BETTER_STREAM_RULES: ['atommem/tasks', 'BETTER_STREAM_RULES'],
  branchNamespace: ['atommem/sqlite', 'branchNamespace'],
  checkSpace: ['atommem/sqlite', 'checkSpace'],
  checkVector: ['atommem/sqlite', 'checkVector'],
  chunkDocuments: ['atommem/tasks', 'chunkDocuments'],
  createCodec: ['atommem/ai', 'resolveFormat'],
  createCountingClock: ['atommem/test', 'createCountingClock'],
  createDocumentStream: ['atommem/tasks', 'createDocumentStream'],
  createInMemoryStore: ['atommem', 'inMemoryStore'],
  differenceBetween: ['atommem/sqlite', 'differenceBetween'],
  embedMissing: ['atommem/sqlite', 'embedMissing'],
  entryOf: ['atommem/sqlite', 'toEntry'],
  exportNamespace: ['atommem/sqlite', 'exportNamespace'],
  rulesPolicy: ['atommem', 'rulesPolicy'],
  importNamespace: ['atommem/sqlite', 'importNamespace'],
  loadDefaultTokenizer: ['atommem/tasks', 'loadDefaultTokenizer'],
  loadHuggingFaceTokenizer: ['atommem/tasks', 'loadHuggingFaceTokenizer'],
  matchesFilter: ['atommem/sqlite', 'matchesFilter'],
  OFFICIAL_STREAM_RULES: ['atommem/tasks', 'OFFICIAL_STREAM_RULES'],
  planCommit: ['atommem/sqlite', 'planCommit'],
  planRestore: ['atommem/sqlite', 'planRestore'],
  purgeNamespace: ['atommem/sqlite', 'purgeNamespace'],
  reembed: ['atommem/sqlite', 'reembed'],
  replayLog: ['atommem/sqlite', 'replayLog'],
  stateAsOf: ['atommem/sqlite', 'readStateAsOf'],
  statisticsOf: ['atommem/sqlite', 'readStatistics'],
  StoreError: ['atommem', 'AtomMemError'],
  storeRetriever: ['atommem/sqlite', 'storeRetriever'],
  sweepExpired: ['atommem/sqlite', 'sweepExpired'],
  systemClock: ['atommem/test', 'systemClock'],
  undoOperation: ['atommem/sqlite', 'undoOperation'],
  undoSince: ['atommem/sqlite', 'undoSince'],
};

/** Writes the message that an import of a removed entry fails with. */
export function describeRemoval(path: string, { moved, names }: RemovedEntry): string {
  const now = [...new Set(Object.values(names))].sort().join(', ');
  return `The entry point 'atommem/${path}' was removed in 0.2.0. Write: import { ${now} } from 'atommem/${moved}';`;
}

function keep(moved: string, ...names: readonly string[]): RemovedEntry {
  return { moved, names: Object.fromEntries(names.map((name) => [name, name])) };
}
