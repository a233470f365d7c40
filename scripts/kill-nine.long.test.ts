/**
 * Runs `kill-nine` for a few rounds.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('neither killed nor concurrent writers lose acknowledged operations', () => {
  const script = join(import.meta.dirname, 'kill-nine.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', script, '4', '60'], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/4 rounds, [1-9]\d* acknowledged operations, 0 problems/);
  expect(stdout).toMatch(/two writers: 120 acknowledged operations in .* 0 problems/);
  expect(status).toBe(0);
});
