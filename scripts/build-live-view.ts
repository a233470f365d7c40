/**
 * Bundles the live view (`src/server/view/`) into `src/server/view/view.generated.ts`.
 *
 *     node scripts/build-live-view.ts            writes the file
 *     node scripts/build-live-view.ts --check    rebuilds and compares; exits with 1 if they differ
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'rolldown';

const ROOT = resolve(import.meta.dirname, '..');
const GENERATED = 'src/server/view/view.generated.ts';

const bundle = await build({
  input: resolve(ROOT, 'src/server/view/client/main.ts'),
  platform: 'browser',
  write: false,
  output: { format: 'iife', comments: false, minify: false },
});
const script = bundle.output[0].code;
const style = readFileSync(resolve(ROOT, 'src/server/view/style.css'), 'utf8');
const text = [
  '// Generated from src/server/view/ by scripts/build-live-view.ts. Do not edit.\n',
  declare('VIEW_SCRIPT', script),
  declare('VIEW_STYLE', style),
].join('\n');

const path = resolve(ROOT, GENERATED);
if (process.argv.includes('--check')) {
  const same = readFileSync(path, 'utf8') === text;
  console.log(
    same ? `${GENERATED} is up to date` : `${GENERATED} differs. Run: node scripts/build-live-view.ts`,
  );
  process.exit(same ? 0 : 1);
}
writeFileSync(path, text);
console.log(`${GENERATED}: ${script.length} characters of script, ${style.length} of style`);

function declare(name: string, source: string): string {
  const lines = source.trimEnd().split('\n');
  return `export const ${name}: string = [\n${lines.map((line) => `  ${JSON.stringify(line)},`).join('\n')}\n].join('\\n');\n`;
}
