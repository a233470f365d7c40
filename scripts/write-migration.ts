/**
 * Writes the tables of removed entry points and moved names in CHANGELOG.md from `scripts/removed-entries.ts`.
 *
 *     node scripts/write-migration.ts            writes the tables
 *     node scripts/write-migration.ts --check    exits with code 1 if they are out of date
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { MOVED_ROOT_NAMES, REMOVED_ENTRIES } from './removed-entries.ts';

const FILE = new URL('../CHANGELOG.md', import.meta.url);

const entries = Object.entries(REMOVED_ENTRIES).map(([path, { moved, names }]) => {
  const changed = Object.entries(names).filter(([before, now]) => before !== now);
  const note = changed.map(([before, now]) => `\`${before}\` → \`${now}\``).join(', ');
  return [`atommem/${path}`, `atommem/${moved}`, note];
});
const names = Object.entries(MOVED_ROOT_NAMES).map(([before, [entry, now]]) => [before, now, entry]);

const text = readFileSync(FILE, 'utf8');
const next = [
  ['removed entries', toTable(['0.1', '0.2', 'renamed'], entries)],
  ['moved names', toTable(['0.1', '0.2', 'import from'], names)],
].reduce((all, [name, table]) => replace(all, name!, table!), text);

if (!process.argv.includes('--check')) writeFileSync(FILE, next);
else if (next !== text) {
  console.error('CHANGELOG.md: the migration tables are out of date. Run: node scripts/write-migration.ts');
  process.exitCode = 1;
}

function toTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = rows.map(([first, second, third]) => `| \`${first}\` | \`${second}\` | ${third} |`);
  return [`| ${header.join(' | ')} |`, '| --- | --- | --- |', ...lines].join('\n');
}

function replace(all: string, name: string, table: string): string {
  const [open, close] = [`<!-- ${name}: written by scripts/write-migration.ts -->`, `<!-- /${name} -->`];
  const start = all.indexOf(open);
  const end = all.indexOf(close);
  if (start < 0 || end < 0) throw new Error(`CHANGELOG.md has no ${open} … ${close}`);
  return `${all.slice(0, start + open.length)}\n${table}\n${all.slice(end)}`;
}
