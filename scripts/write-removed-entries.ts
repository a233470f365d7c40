/**
 * Writes one small file for each removed entry point into `dist/no-such-entry/`. An import of it fails with a message
 * that names the new entry. `npm run build` runs this script.
 *
 * The old names are exported because a missing export fails before the file can say anything. For the same reason no
 * file can answer imports of unknown entries: Node reports the path that it did not find, so the folder's name says
 * what is wrong.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeRemoval, REMOVED_ENTRIES } from './removed-entries.ts';

const folder = join(import.meta.dirname, '../dist/no-such-entry');

for (const [path, entry] of Object.entries(REMOVED_ENTRIES)) {
  const file = join(folder, `${path}.js`);
  mkdirSync(dirname(file), { recursive: true });
  const names = Object.keys(entry.names).map((name) => `export const ${name} = undefined;`);
  const message = JSON.stringify(describeRemoval(path, entry));
  writeFileSync(
    file,
    `${[...names, `throw Object.assign(new Error(${message}), { code: 'removed-entry' });`].join('\n')}\n`,
  );
}
console.log(`removed entries: ${Object.keys(REMOVED_ENTRIES).length} files in dist/no-such-entry`);
