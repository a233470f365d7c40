/**
 * Checks the public surface in the built `.d.ts` files:
 *
 * - the root exports at most 25 names;
 * - every type that a signature of an entry mentions can be imported from that entry (root: or from `types`);
 * - no `@example` uses a name of the project that its entry does not export.
 *
 * `npm run build` runs this script. With `--fix` it adds the missing types to the files of `src/entry/`.
 *
 * @module
 */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDeclarationFile } from './surface/declaration-file.ts';
import { findMissingTypes } from './surface/find-missing-types.ts';
import { findPrivateNames } from './surface/find-private-names.ts';
import { type DeclaredSymbol, listExports, listMembers } from './surface/find-symbol.ts';
import { indexTypeSources } from './surface/find-type-source.ts';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
const MOST_ROOT_NAMES = 25;

const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { types?: string }>;
};
const entries = new Map(
  Object.entries(exports).flatMap(([path, target]) =>
    typeof target === 'object' && target.types !== undefined
      ? [[path.replace(/^\.\/?/, ''), join(ROOT, target.types)] as const]
      : [],
  ),
);
const surface = new Map([...entries].map(([entry, file]) => [entry, new Set(listExports(file).keys())]));
const known = new Set(
  readdirSync(DIST, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.d.ts'))
    .flatMap((file) => [...readDeclarationFile(join(DIST, file)).exports.keys()]),
);
const problems: string[] = [];
const findSource = indexTypeSources(join(ROOT, 'src'));
const fix = process.argv.includes('--fix');

const root = [...surface.get('')!];
if (root.length > MOST_ROOT_NAMES)
  problems.push(`atommem: ${root.length} names, at most ${MOST_ROOT_NAMES}: move some to a feature entry`);

for (const [entry, file] of entries) {
  const label = `atommem${entry && '/'}${entry}`;
  for (const { symbol, usedBy } of findMissingTypes(file)) {
    if (fix && addType(entry, symbol)) continue;
    problems.push(
      `${label}: ${usedBy} mentions ${symbol.name} (${findSource(symbol) ?? 'no file exports it'}), which it does not export`,
    );
  }
  for (const [exported, symbol] of listExports(file)) {
    if (symbol === undefined) {
      problems.push(`${label}: the declaration of ${exported} was not found`);
      continue;
    }
    for (const one of [symbol, ...listMembers(symbol).values()])
      if (one !== undefined)
        for (const { name } of findPrivateNames(one, entry, surface, known))
          problems.push(`${label}: the example of ${one.name} uses ${name}, which it does not export`);
  }
}

for (const problem of problems) console.error(problem);
const names = [...surface.values()].reduce((sum, set) => sum + set.size, 0);
console.log(
  `surface: ${entries.size} entries, ${names} names (${root.length} at the root), ${problems.length} problems`,
);
process.exit(problems.length === 0 ? 0 : 1);

/** Appends `export type { … }` to the source of an entry. Returns false if no file exports the type. */
function addType(entry: string, symbol: DeclaredSymbol): boolean {
  const from = findSource(symbol);
  if (from === undefined) return false;
  const target = join(ROOT, 'src/entry', `${entry === '' ? 'types' : entry.replace('/', '-')}.ts`);
  appendFileSync(target, `export type { ${symbol.name} } from '../${from}';\n`);
  return true;
}
