/**
 * Kills `atommem bench` at ten random moments and resumes it each time. Then compares its table with the table of an
 * undisturbed run.
 *
 *     node scripts/kill-bench.ts [QUESTIONS.jsonl.gz] [seed]
 *
 * @module
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleDatasetPath } from '../src/dataset/sample.ts';
import { createRandom } from '../src/shared/random.ts';

const KILLS = 10;
const [data = sampleDatasetPath(), seed = '1'] = process.argv.slice(2);
const random = createRandom(`kill-bench/${seed}`);
const folder = mkdtempSync(join(tmpdir(), 'atommem-kill-bench-'));
const bin = join(import.meta.dirname, '../bin/atommem.js');

interface Run {
  readonly stdout: string;
  readonly milliseconds: number;
}

/** Runs the bench in a folder. If `life` is given, kills it after that many milliseconds. */
function bench(out: string, life?: number): Promise<Run> {
  const words = ['bench', '--data', data, '--docs', '100', '--policy', 'rag,extractive,recency-4', '--json'];
  const child = spawn(process.execPath, [bin, ...words, '--out', join(folder, out)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const started = performance.now();
  let stdout = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  const timer = life === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), life);
  return new Promise((resolve) =>
    child.on('close', () => {
      clearTimeout(timer);
      resolve({ stdout, milliseconds: performance.now() - started });
    }),
  );
}

/** Removes from a table the parts that differ between runs: the command and wall times. */
function timeless(run: Run): string {
  return JSON.stringify(JSON.parse(run.stdout), (name, value) =>
    name === 'wallMs' || name === 'command' ? undefined : value,
  );
}

function episodesKept(out: string): number {
  try {
    return readFileSync(join(folder, out, 'episodes.jsonl'), 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
}

const whole = await bench('whole');
console.log(
  `uninterrupted: ${episodesKept('whole')} episodes in ${(whole.milliseconds / 1000).toFixed(1)} s`,
);
for (let kill = 1; kill <= KILLS; kill++) {
  // Draws a moment in the first half of a whole run, including startup.
  await bench('killed', random.next() * (whole.milliseconds / 2));
  console.log(`kill ${kill}: ${episodesKept('killed')} episodes kept`);
}
const resumed = await bench('killed');
const same = timeless(resumed) === timeless(whole);
console.log(`resumed: ${episodesKept('killed')} episodes; the table is ${same ? 'the same' : 'DIFFERENT'}`);
rmSync(folder, { recursive: true });
process.exit(same ? 0 : 1);
