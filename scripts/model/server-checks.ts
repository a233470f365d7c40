/**
 * Checks against llama.cpp's own server: a program of other authors that speaks the OpenAI API.
 *
 * @module
 */
import { ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readTrajectory } from '../../src/trajectory/read-trajectory.ts';
import type { Check } from './checks.ts';
import { RUNTIME, run } from './model-cache.ts';

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname;
const SERVER = new URL('server.py', import.meta.url).pathname;

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

/** Starts the server and waits for its address. It ends when its standard input closes, so it cannot outlive us. */
async function startServer(python: string, model: string) {
  const child = spawn(python, [SERVER, model], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (part) => {
    errors = (errors + part).slice(-2000);
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('http://')) return { address: line.trim(), stop: () => void child.kill() };
  }
  throw new Error(`the server did not start: ${errors.trim().split('\n').at(-1)}`);
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
      ...['--max-output-tokens', '100', '--timeout', '900', '--trajectory', path],
    ],
    { cwd: RUNTIME },
  );
  ok(code === 0, `exit code ${code}: ${text.trim().split('\n').at(-1)}`);
  const { steps } = await readTrajectory(path);
  const effects = steps.flatMap((step) => step.effects);
  const created = effects.filter(({ applied, operation }) => applied && operation.op === 'create');
  ok(created.length > 0, 'the server returned no call of memory_create');
  const answers = steps.flatMap((step) => step.answers.map(({ text: answer }) => answer));
  return `${steps.length} steps, ${created.length} creates, answers ${JSON.stringify(answers)}`;
}
