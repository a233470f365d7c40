/**
 * Bundles the script and the style sheet of a page into a generated module.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'rolldown';

const ROOT = resolve(import.meta.dirname, '..');

export interface PageBundle {
  /** Folder with `client/main.ts` and `style.css`, relative to the repository. */
  readonly folder: string;
  /** Name of the generated file in the folder. */
  readonly file: string;
  /** Names of the constants are `<prefix>_SCRIPT` and `<prefix>_STYLE`. */
  readonly prefix: string;
  /** The script that generates it, for the first line of the file and for errors. */
  readonly by: string;
}

/**
 * Writes the generated module. With `--check` among the arguments of the process, compares it instead, and exits
 * with 1 if it differs.
 */
export async function bundlePage({ folder, file, prefix, by }: PageBundle): Promise<void> {
  const bundle = await build({
    input: resolve(ROOT, folder, 'client/main.ts'),
    platform: 'browser',
    write: false,
    output: { format: 'iife', comments: false, minify: false },
  });
  const script = bundle.output[0].code;
  const style = readFileSync(resolve(ROOT, folder, 'style.css'), 'utf8');
  const text = [
    `/**\n * Generated from ${folder}/ by ${by}. Do not edit.\n *\n * @module\n */\n`,
    declare(`${prefix}_SCRIPT`, script),
    declare(`${prefix}_STYLE`, style),
  ].join('\n');
  const path = resolve(ROOT, folder, file);
  if (process.argv.includes('--check')) {
    const same = readFileSync(path, 'utf8') === text;
    console.log(same ? `${file} is up to date` : `${file} differs. Run: node ${by}`);
    process.exit(same ? 0 : 1);
  }
  writeFileSync(path, text);
  console.log(`${file}: ${script.length} characters of script, ${style.length} of style`);
}

function declare(name: string, source: string): string {
  const lines = source.trimEnd().split('\n');
  return `export const ${name}: string = [\n${lines.map((line) => `  ${JSON.stringify(line)},`).join('\n')}\n].join('\\n');\n`;
}
