/**
 * Checks against llama.cpp's own server, an independent implementation of the OpenAI API.
 *
 * @module
 */
import { ok } from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTrajectory } from '../../src/trajectory/read-trajectory.ts';
import type { Check } from './checks.ts';
import { RUNTIME, run } from './model-cache.ts';
import { startServer } from './start-server.ts';

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname;

/** Runs a whole episode with native tools on the server. */
export function serverChecks(model: string, python: string, folder: string): readonly Check[] {
  return [
    {
      name: "server: an episode with native tools on llama.cpp's own server",
      async run() {
        const { address, stop } = await startServer(python, model);
        try {
          return await runEpisode(address, folder);
        } finally {
          stop();
        }
      },
    },
  ];
}

async function runEpisode(address: string, folder: string): Promise<string> {
  const files = join(folder, 'served');
  await mkdir(files, { recursive: true });
  await writeFile(join(files, 'lease.txt'), 'The landlord is Peter Novak.\n');
  const path = join(folder, 'served.jsonl');
  const { code, text } = await run(
    process.execPath,
    [
      ...[MAIN, 'ask', files, '-q', 'Who is the landlord?', '--policy', 'model', '--codec', 'tools'],
      ...['--model', 'local', '--base-url', `${address}/v1`, '--temperature', '0'],
      ...['--max-output-tokens', '160', '--timeout', '1800', '--trajectory', path],
    ],
    { cwd: RUNTIME },
  );
  ok(code === 0, `exit code ${code}: ${text.trim().split('\n').at(-1)}`);
  const { steps } = await readTrajectory(path);
  const calls = steps.filter(({ text: reply = '' }) => reply.includes('"name"'));
  ok(calls.length > 0, 'the server returned no tool call');
  const operations = steps.flatMap((step) => step.operations.map(({ op }) => op));
  const answers = steps.flatMap((step) => step.answers.map(({ text: answer }) => answer));
  ok(operations.length + answers.length > 0, 'no call could be read');
  return `${calls.length} of ${steps.length} replies are tool calls: ${operations.join(', ')}; answers ${JSON.stringify(answers)}`;
}
