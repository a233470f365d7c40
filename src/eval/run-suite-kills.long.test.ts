/** Kills the process of a suite again and again. @module */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openToyFolder as openAt, runToy as run } from './fixtures/toy-run.ts';
import { reportSuite } from './suite-report.ts';

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'atommem-bench-'));
});
afterEach(() => rm(path, { recursive: true }));

it.each([
  [0, [1, 3, 8]],
  [2, [5]],
])(
  'gives the same table when the process is killed again and again (%i threads)',
  async (threads, moments) => {
    for (const patience of moments) await killedAfter(patience, threads);
    await killedAfter(Number.POSITIVE_INFINITY, threads);
    const toy = { policies: ['rag', 'closed-book', 'spender'], questions: 12 };
    const resumed = reportSuite(await run({ ...toy, folder: await openAt(path, toy) }));
    expect(resumed).toEqual(reportSuite(await run(toy)));
    expect(
      (await readdir(join(path, 'trajectories'), { recursive: true })).filter((file) =>
        file.endsWith('.part'),
      ),
    ).toEqual([]);
  },
);

/** Runs the fixture's process, and kills it after this many episodes. */
function killedAfter(episodes: number, threads: number): Promise<void> {
  const script = fileURLToPath(new URL('./fixtures/toy-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, path, String(threads)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let lines = 0;
  child.stdout.on('data', (data: Buffer) => {
    lines += data.toString().split('\n').length - 1;
    if (lines >= episodes) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 || child.killed ? resolve() : reject(new Error(`left with ${code}`)),
    );
  });
}
