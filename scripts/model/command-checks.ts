/**
 * Checks of the command line with a real model.
 *
 * @module
 */
import { match, ok } from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from './checks.ts';
import { RUNTIME, run } from './model-cache.ts';

const FILES = {
  'lease.txt': 'The lease of the house in Mill Street begins on 14 May 2024.\nThe landlord is Peter Novak.\n',
  'notes.txt': 'Ada leads the migration to PostgreSQL.\nThe launch is on 12 September 2025.\n',
};
const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname;

/** Formats and workflows that are run. */
const FORMATS = ['compact', 'tags', 'tools', 'json'];
const WORKFLOWS = ['naive-rag', 'mem0-classic', 'memagent'];

/** Runs `ask` with the model: over evidence, in every format, and with three workflows. */
export function commandChecks(model: string, folder: string): readonly Check[] {
  const ask = async (...flags: readonly string[]): Promise<string> => {
    const files = join(folder, 'files');
    await mkdir(files, { recursive: true });
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(files, name), text);
    const args = [MAIN, 'ask', files, '-q', 'Who is the landlord?', '--model', `gguf:${model}`, ...flags];
    const { code, text } = await run(
      process.execPath,
      [...args, '--max-output-tokens', '120', '--timeout', '600'],
      { cwd: RUNTIME },
    );
    ok(code === 0, `exit code ${code}: ${text.trim().split('\n').at(-1)}`);
    return text;
  };
  return [
    {
      name: 'cli: ask with evidence',
      async run() {
        const text = await ask();
        match(text, /Who is the landlord\?/);
        return text.trim().split('\n')[1]?.trim();
      },
    },
    {
      name: 'cli: sizes are fitted to the context in one line',
      async run() {
        const text = await ask('--policy', 'model', '--context', '2048');
        match(text, /^fitted to the model's context of 2048 tokens: --chunk-size \d+ \(was 4000\)/m);
        return undefined;
      },
    },
    ...FORMATS.map((format) => ({
      name: `cli: an episode in the format ${format}`,
      run: async () => (await ask('--policy', 'model', '--codec', format)).trim().split('\n').at(-1),
    })),
    ...WORKFLOWS.map((workflow) => ({
      name: `cli: the workflow ${workflow}`,
      run: async () => (await ask('--policy', workflow)).trim().split('\n').at(-1),
    })),
  ];
}
