/**
 * Checks what `test:skyrl` says without SkyRL.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, 'test-skyrl.ts');

function run(environment: Readonly<Record<string, string>>): { status: number | null; stderr: string } {
  const env = { ...process.env, ...environment };
  return spawnSync(process.execPath, ['--no-warnings', SCRIPT], { encoding: 'utf8', env });
}

it('reports missing requirements with the skip exit code', () => {
  const { status, stderr } = run({ UV: '/nowhere/uv' });
  expect(stderr).toMatch(/^not tested: uv is not here.*pip install uv/);
  expect(status).toBe(77);
});

it('fails if a named version does not exist', () => {
  const { status, stderr } = run({ SKYRL_VERSION: '0.0.1' });
  expect(stderr).toMatch(/SKYRL_VERSION is 0\.0\.1; use one of 0\.4\.0, 0\.3\.0/);
  expect(status).toBe(1);
});
