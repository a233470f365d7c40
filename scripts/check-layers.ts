/**
 * Checks the layers of `src/` (`scripts/layers.ts`): imports between folders, cycles between files, barrels,
 * file sizes, and `node:` imports in folders that also run in browsers. Run by `npm run check`.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { EXCEPTIONS, LAYERS, type Layer } from './layers.ts';

const SOURCE = resolve(import.meta.dirname, '../src');
const LARGEST_FILE = 400;

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const sources = files.filter((file) => !file.endsWith('.test.ts') && !file.endsWith('.generated.ts'));
const imports = new Map(sources.map((file) => [file, readImports(file)]));
const problems = [...sources.flatMap(checkFile), ...findCycles()];

for (const problem of problems) console.error(problem);
console.log(`layers: ${sources.length} files, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

function readImports(file: string): { relative: string[]; node: string[] } {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  const names = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
  const inside = names
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(SOURCE, resolve(SOURCE, dirname(file), name)));
  return { relative: inside, node: names.filter((name) => name.startsWith('node:')) };
}

function findRoom(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : '';
}

function layerFor(file: string): Layer | undefined {
  const layer = LAYERS[findRoom(file)];
  const exception = Object.keys(EXCEPTIONS).find((path) => file.startsWith(path));
  return layer && { ...layer, ...(exception === undefined ? {} : EXCEPTIONS[exception]) };
}

function checkFile(file: string): string[] {
  const found: string[] = [];
  const room = findRoom(file);
  const lines = readFileSync(join(SOURCE, file), 'utf8').split('\n').length;
  if (lines > LARGEST_FILE)
    found.push(`src/${file}: ${lines} lines; at most ${LARGEST_FILE}: split it by idea`);
  if (room !== '' && file.endsWith('/index.ts'))
    found.push(`src/${file}: a barrel inside a room; import from the owner`);
  if (room === '') return found;
  const layer = layerFor(file);
  if (layer === undefined)
    return [...found, `src/${file}: unknown folder "${room}"; add it to scripts/layers.ts`];
  const { relative: targets, node } = imports.get(file)!;
  for (const target of targets) {
    const other = findRoom(target);
    if (other !== room && other !== 'shared' && !layer.imports.includes(other))
      found.push(`src/${file}: ${room}/ may not import ${other}/ (${target})`);
    if (other === room && target in EXCEPTIONS) found.push(`src/${file}: may not import ${target}`);
  }
  if (node.length > 0 && !layer.node) {
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
