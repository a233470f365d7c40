import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-mcp-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
const store = join(folder, 'agent.db');
const tokens = join(folder, 'tokens.json');

describe('atommem mcp', () => {
  it('creates the store, prints only the protocol, and ends with the host', async () => {
    const result = await runCli(['mcp', '--store', store], { input: 'noise\n' });
    expect([result.code, result.stdout, existsSync(store)]).toEqual([0, '', true]);
  });

  it.each([
    ['--readonly with no store', ['--store', join(folder, 'none.db'), '--readonly'], 'no such file'],
    ['a budget too small', ['--store', store, '--budget', '10'], 'from 200 to 1000000'],
    ['an embedder without a server', ['--store', store, '--embedding-model', 'e5'], '--embedding-url'],
    ['unknown tools', ['--store', store, '--tools', 'all'], 'crud, single'],
    ['--tokens over stdio', ['--store', store, '--tokens', tokens], 'Add --http'],
    ['a short token', ['--store', store, '--http', '--tokens', tokens], 'pair 1 is not usable'],
    ['a bad header', ['--store', store, '--http', '--namespace-header', 'a b'], 'x-namespace'],
  ])('explains %s', async (_, words, message) => {
    writeFileSync(tokens, JSON.stringify({ short: 'users/ada' }));
    const { code, stderr } = await runCli(['mcp', ...words]);
    expect([code, stderr.includes(message), stderr.includes('short"')]).toEqual([
      message === 'no such file' ? 1 : 2,
      true,
      false,
    ]);
  });
});
