/**
 * Holds the rooms of `src/` to the arrows of the architecture: a room may import only what stands beside
 * it here; no cycles between files; no barrel but the front door; files of at most 400 lines; `node:`
 * imports only in the outer rooms. Run by `npm run check`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const SOURCE = resolve(import.meta.dirname, '../src');
const LARGEST_FILE = 400;

const CORE = ['memory'];
const READERS = ['codec', 'prompt', 'engine', ...CORE];
const TASKS = ['task', ...CORE];
const AGENT = [
  'store',
  'search',
  'embed',
  'policy',
  'workflow',
  'dataset',
  'trajectory',
  ...READERS,
  ...TASKS,
];
const RESULTS = ['agent', 'score', 'model', 'chart', ...AGENT];

/** Room → rooms that it may import. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  memory: [],
  search: ['embed', ...CORE],
  store: ['search', ...CORE],
  embed: [],
  chart: [],
  codec: CORE,
  prompt: CORE,
  engine: [],
  model: [],
  policy: READERS,
  workflow: ['policy', ...READERS],
  task: CORE,
  dataset: TASKS,
  trajectory: ['policy', 'codec', ...CORE],
  agent: AGENT,
  score: ['trajectory', 'policy', 'codec', 'prompt', ...TASKS],
  eval: RESULTS,
  report: ['eval', ...RESULTS],
  train: RESULTS,
  adapter: RESULTS,
  server: RESULTS,
  test: ['train', 'eval', ...RESULTS],
  cli: ['eval', 'report', 'train', 'adapter', 'server', ...RESULTS],
};

/** Rooms or files in which `node:` imports are at home; everything else also runs in browsers and at the edge. */
const NODE_ROOMS = [
  'store/sqlite',
  'store/postgres',
  'engine/local',
  'engine/tinker',
  'dataset',
  'trajectory',
  'eval',
  'report',
  'train',
  'cli',
  'server',
  'adapter',
  'test',
];

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const sources = files.filter((file) => !file.endsWith('.test.ts') && !file.endsWith('.generated.ts'));
const imports = new Map(sources.map((file) => [file, importsOf(file)]));
const problems = [...sources.flatMap(checkFile), ...findCycles()];

for (const problem of problems) console.error(problem);
console.log(`layers: ${sources.length} files, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

function importsOf(file: string): { relative: string[]; node: string[] } {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  const names = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
  const inside = names
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(SOURCE, resolve(SOURCE, dirname(file), name)));
  return { relative: inside, node: names.filter((name) => name.startsWith('node:')) };
}

function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : '';
}

function checkFile(file: string): string[] {
  const found: string[] = [];
  const room = roomOf(file);
  const lines = readFileSync(join(SOURCE, file), 'utf8').split('\n').length;
  if (lines > LARGEST_FILE)
    found.push(`src/${file}: ${lines} lines; at most ${LARGEST_FILE}: split it by idea`);
  if (room !== '' && file.endsWith('/index.ts'))
    found.push(`src/${file}: a barrel inside a room; import from the owner`);
  if (room === '') return found;
  const allowed = ARROWS[room];
  if (allowed === undefined)
    return [...found, `src/${file}: unknown room "${room}"; add it to scripts/check-layers.ts`];
  const { relative: targets, node } = imports.get(file)!;
  for (const target of targets) {
    const other = roomOf(target);
    if (other !== room && !allowed.includes(other))
      found.push(`src/${file}: ${room}/ may not import ${other}/ (${target})`);
  }
  if (node.length > 0 && !NODE_ROOMS.some((home) => file.startsWith(home))) {
    found.push(`src/${file}: imports ${node.join(', ')}, but ${room}/ runs everywhere`);
  }
  return found;
}

function findCycles(): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      cycles.push(`cycle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
      return;
    }
    state.set(file, 'open');
    for (const target of imports.get(file)?.relative ?? []) visit(target, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of sources) visit(file, []);
  return cycles;
}
