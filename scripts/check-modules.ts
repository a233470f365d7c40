/**
 * Checks that every source file, tests aside, begins with a comment that says what the file is for and ends in `@module`. Run by
 * `npm run check`.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

const missing = ['src', 'scripts'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(?:generated|test)\.ts$/.test(file))
    .map((file) => `${folder}/${file}`)
    .filter(
      (file) => !/^\/\*\*\n(?: \*.*\n)*? \* @module\n \*\/\n/.test(readFileSync(join(ROOT, file), 'utf8')),
    ),
);

for (const file of missing) console.error(`${file}: begin the file with a /** … @module */ comment`);
console.log(`modules: ${missing.length} files without a @module comment`);
process.exitCode = missing.length === 0 ? 0 : 1;
