/**
 * Writes the table of folders in AGENTS.md from `scripts/layers.ts`.
 *
 *     node scripts/write-folder-table.ts            writes the table
 *     node scripts/write-folder-table.ts --check    exits with code 1 if the table is out of date
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { LAYERS } from './layers.ts';

const FILE = new URL('../AGENTS.md', import.meta.url);
const [OPEN, CLOSE] = ['<!-- folders: written by scripts/write-folder-table.ts -->', '<!-- /folders -->'];

const folders = Object.keys(LAYERS);
const rows = Object.entries(LAYERS).map(([folder, { holds, imports, node }], index) => {
  const below = folders.slice(1, index);
  const named = [...new Set(imports)].sort((one, other) => folders.indexOf(one) - folders.indexOf(other));
  const left = below.filter((other) => !named.includes(other));
  const listed = named.map((name) => `\`${name}\``).join(', ') || 'nothing else';
  const shown = left.length < named.length ? describeAllBut(left) : listed;
  return `| \`${folder}\` | ${holds} | ${shown} | ${node ? 'Node' : 'everywhere'} |`;
});

function describeAllBut(left: readonly string[]): string {
  if (left.length === 0) return 'all above';
  return `all above except ${left.map((name) => `\`${name}\``).join(', ')}`;
}

const table = ['| folder | holds | imports | runs in |', '| --- | --- | --- | --- |', ...rows].join('\n');
const text = readFileSync(FILE, 'utf8');
const start = text.indexOf(OPEN);
const end = text.indexOf(CLOSE);
if (start < 0 || end < 0) throw new Error(`AGENTS.md has no ${OPEN} … ${CLOSE}`);
const next = `${text.slice(0, start + OPEN.length)}\n${table}\n${text.slice(end)}`;

if (!process.argv.includes('--check')) writeFileSync(FILE, next);
else if (next !== text) {
  console.error('AGENTS.md: the table of folders is out of date. Run: node scripts/write-folder-table.ts');
  process.exitCode = 1;
}
