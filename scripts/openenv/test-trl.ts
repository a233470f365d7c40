/**
 * Tests the server with TRL: GRPO makes two updates of a tiny random model.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './install-packages.ts';

const SCRIPT = fileURLToPath(new URL('train-with-trl.py', import.meta.url));
const UPDATES = 2;

interface Update {
  readonly step: number;
  readonly reward: number;
  readonly reward_std: number;
  readonly grad_norm: number;
}

/** Returns the failures. */
export async function testTrl(
  python: string,
  url: string,
  print: (line: string) => void,
): Promise<readonly string[]> {
  const cwd = await mkdtemp(join(tmpdir(), 'atommem-trl-'));
  try {
    // One thread, because two wait for each other on a busy machine.
    const environment = { OMP_NUM_THREADS: '1', HF_HUB_OFFLINE: '1', TRL_EXPERIMENTAL_SILENCE: '1' };
    const { code, text, errors } = await run(python, [SCRIPT, url], { cwd, environment });
    if (code !== 0) return [`TRL failed: ${errors.slice(-1500)}`];
    const updates = text
      .split('\n')
      .filter((line) => line.startsWith('{"step"'))
      .map((line) => JSON.parse(line) as Update);
    for (const update of updates) print(`TRL update: ${JSON.stringify(update)}`);
    return [
      ...(updates.length === UPDATES ? [] : [`TRL made ${updates.length} updates`]),
      ...(updates.some(({ grad_norm }) => grad_norm > 0) ? [] : ['TRL changed no weight']),
    ];
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
