/**
 * The folders of `src/`: what each one holds and which others it may import. `scripts/check-layers.ts`
 * enforces the table, and AGENTS.md shows it.
 *
 * @module
 */
export interface Layer {
  /** One clause for the table in AGENTS.md. */
  readonly holds: string;
  /** Folders that files of this one may import, besides the folder itself and `shared/`. */
  readonly imports: readonly string[];
  /** Whether files may import `node:` modules. Default: no, so that the folder runs in browsers and workers. */
  readonly node?: true;
}

const POLICY = ['codec', 'prompt', 'format', 'released', 'engine', 'task', 'memory'];
const AGENT = [
  'store',
  'search',
  'embed',
  'documents',
  'dataset',
  'policy',
  'rules',
  'learned',
  'workflow',
  'trajectory',
  ...POLICY,
];
const MEASURE = [
  'ask',
  'agent',
  'score',
  'ai',
  'llama',
  'transformers',
  'recording',
  'chart',
  'web',
  ...AGENT,
];

/** Everything that commands and entry points offer. */
const FEATURES = [
  'openenv',
  'mcp',
  'server',
  'suite',
  'change',
  'needles',
  'eval',
  'report',
  'train',
  'lab',
  ...MEASURE,
];

/** Folders from the bottom to the top. */
export const LAYERS: Readonly<Record<string, Layer>> = {
  shared: { holds: 'what every folder may use: JSON, random numbers, clocks, errors', imports: [] },
  memory: {
    holds: 'the specification: operations, entries, the log, the contracts of stores and embedders',
    imports: [],
  },
  embed: { holds: 'embedders without a model, word tables, and a cache', imports: ['memory'] },
  search: { holds: 'lexical and vector retrieval, and their fusion', imports: ['embed', 'memory'] },
  store: { holds: 'in-memory, SQLite and PostgreSQL stores', imports: ['search', 'memory'] },
  task: { holds: 'the `Task` contract, document streams and dialogues', imports: ['memory'] },
  codec: { holds: 'reply text ⇄ operations', imports: ['task', 'memory'] },
  prompt: { holds: 'prompts, one file each', imports: ['task', 'memory'] },
  format: {
    holds: 'a codec and its prompts, chosen together',
    imports: ['codec', 'prompt', 'task', 'memory'],
  },
  released: {
    holds: 'compatibility with the released AtomMem-8B',
    imports: ['format', 'codec', 'prompt', 'task', 'memory'],
  },
  engine: { holds: 'the `Engine` contract, the local engine and the Tinker client', imports: [] },
  policy: { holds: 'the `Policy` contract; prompted, scripted and token policies', imports: POLICY },
  rules: { holds: 'the built-in policy of English rules', imports: ['policy', ...POLICY] },
  learned: {
    holds: 'the policy of the learned controller: features, network, weights',
    imports: ['rules', 'policy', ...POLICY],
  },
  workflow: { holds: 'published memory workflows as policies', imports: ['policy', ...POLICY] },
  documents: { holds: "readers of users' files", imports: ['task'], node: true },
  dataset: {
    holds: 'loaders and the stream builder',
    imports: ['documents', 'released', 'task', 'memory'],
    node: true,
  },
  trajectory: {
    holds: 'record, replay, export and import of episodes',
    imports: ['policy', 'codec', 'task', 'memory'],
    node: true,
  },
  agent: { holds: 'the episode loop and its budgets', imports: AGENT },
  ask: { holds: 'questions about documents: evidence and answers', imports: ['agent', ...AGENT] },
  score: {
    holds: 'exact match, F1, evidence in memory, statistics',
    imports: ['released', 'trajectory', 'policy', 'codec', 'prompt', 'task', 'memory'],
  },
  ai: { holds: 'AI SDK: models, tools, middleware', imports: ['agent', ...AGENT] },
  adapter: { holds: 'memory inside agent frameworks, one folder each', imports: ['ai', 'agent', ...AGENT] },
  mcp: { holds: 'the MCP server: tools, resources, prompts', imports: ['ai', 'agent', ...AGENT] },
  llama: {
    holds: 'GGUF models in this process: language model, embedder, engine',
    imports: ['ai', 'policy', 'engine', 'memory', 'prompt'],
    node: true,
  },
  transformers: {
    holds: 'embedders in this process: ONNX models and word tables',
    imports: ['embed', 'task', 'memory'],
    node: true,
  },
  recording: { holds: 'record and replay of model calls', imports: ['ai', ...AGENT] },
  change: { holds: 'generator of conversations whose facts change', imports: ['task', 'memory'] },
  needles: { holds: 'needles in long filler text, streamed', imports: ['task', 'memory'] },
  chart: { holds: 'SVG charts', imports: [] },
  web: {
    holds: 'the web task, its tools, the mini-web, and loaders of web benchmarks',
    imports: ['agent', 'score', ...AGENT],
    node: true,
  },
  eval: { holds: 'the evaluation runner, suites and comparisons', imports: MEASURE, node: true },
  suite: {
    holds: 'suites over conversations: what memory shows for later questions',
    imports: ['change', 'needles', 'eval', ...MEASURE],
    node: true,
  },
  report: { holds: 'HTML and Markdown reports', imports: ['eval', ...MEASURE], node: true },
  train: { holds: 'SFT, GRPO, advantages, checkpoints', imports: MEASURE, node: true },
  lab: {
    holds: 'the synthetic task and everything that trains on it',
    imports: ['train', ...MEASURE],
    node: true,
  },
  server: {
    holds: 'loopback servers: API, live view, MCP',
    imports: ['mcp', 'report', 'trajectory', 'memory', 'store', 'search'],
    node: true,
  },
  openenv: {
    holds: 'tasks as an OpenEnv server, for trainers in other languages',
    imports: ['server', 'train', ...MEASURE],
    node: true,
  },
  conformance: {
    holds: 'public conformance suites',
    imports: ['train', 'suite', 'change', 'needles', 'eval', ...MEASURE],
    node: true,
  },
  entry: {
    holds: 'the entry points of the package',
    imports: ['adapter', 'conformance', ...FEATURES],
    node: true,
  },
  cli: {
    holds: 'commands',
    imports: FEATURES,
    node: true,
  },
};

/** Files whose rules differ from those of their folder. */
export const EXCEPTIONS: Readonly<Record<string, Partial<Layer>>> = {
  // Assembles the default memory. No other file of `memory/` may import it.
  'memory/create-memory.ts': { imports: ['search', 'store'] },
  'shared/import-local-package.ts': { node: true },
  'shared/json-lines-file.ts': { node: true },
  'store/markdown': { node: true },
  'store/sqlite': { node: true },
  'store/postgres': { node: true },
  'engine/local': { node: true },
  'engine/tinker': { node: true },
};
