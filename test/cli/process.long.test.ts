/**
 * Runs the command line in a process of its own: exit codes, signals and closed pipes.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sampleDatasetPath } from '../../src/dataset/sample.ts';
import { spawnCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-process-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('exits with the conventional codes of shells', async () => {
  expect((await spawnCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await spawnCli(['nonsense'])).code).toBe(2);
  expect((await spawnCli(['parse'], { input: '<create_memory>one</create_memory>' })).code).toBe(0);
});

it('keeps finished episodes after SIGINT', async () => {
  const words = [
    'eval',
    '--data',
    sampleDatasetPath(),
    '--docs',
    '60',
    '--limit',
    '6',
    '--policy',
    'rag,extractive',
  ];
  const out = join(folder, 'run');
  let interrupted = false;
  const stopped = await spawnCli([...words, '--json', '--concurrency', '1', '--out', out], {
    onStderr: (text, interrupt) => {
      if (interrupted || !/[1-9]\/12 episodes/.test(text)) return;
      interrupted = true;
      interrupt();
    },
  });
  // A fast machine may finish first.
  if (stopped.code !== 0) expect(stopped.code).toBeOneOf([1, 130]);
  expect((await spawnCli([...words, '--json', '--concurrency', '1', '--out', out])).code).toBe(0);
});
