/**
 * Bundles the script (`src/report/page/client/`) and the style sheet of the report page into
 * `src/report/page/page.generated.ts`. Every report embeds them.
 *
 *     node scripts/build-report-page.ts            writes the file
 *     node scripts/build-report-page.ts --check    rebuilds and compares; exit status 1 if they differ
 *
 * @module
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'rolldown';

const ROOT = resolve(import.meta.dirname, '..');
const PAGE = 'src/report/page';
const GENERATED = `${PAGE}/page.generated.ts`;

const bundle = await build({
  input: resolve(ROOT, PAGE, 'client/main.ts'),
  platform: 'browser',
  write: false,
  output: { format: 'iife', comments: false, minify: false },
});
const script = bundle.output[0].code;
const style = readFileSync(resolve(ROOT, PAGE, 'style.css'), 'utf8');
const text = [
  `/**\n * Generated from ${PAGE}/ by scripts/build-report-page.ts. Do not edit.\n *\n * @module\n */\n`,
  declaration('PAGE_SCRIPT', script),
  declaration('PAGE_STYLE', style),
].join('\n');

const path = resolve(ROOT, GENERATED);
if (process.argv.includes('--check')) {
  const same = readFileSync(path, 'utf8') === text;
  console.log(same ? `${GENERATED} is up to date` : `${GENERATED} differs: run scripts/build-report-page.ts`);
  process.exit(same ? 0 : 1);
}
writeFileSync(path, text);
console.log(`${GENERATED}: ${script.length} characters of script, ${style.length} of style`);

function declaration(name: string, source: string): string {
  const lines = source.trimEnd().split('\n');
  return `export const ${name}: string = [\n${lines.map((line) => `  ${JSON.stringify(line)},`).join('\n')}\n].join('\\n');\n`;
}
