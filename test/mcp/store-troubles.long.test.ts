/**
 * `atommem mcp` on a store that is locked, gone or replaced, and hosts that reconnect.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { readText, spawnRawClient } from './raw-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-mcp-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('atommem mcp on a store in trouble', () => {
  it('answers while another process holds the lock, and goes on afterwards', async () => {
    const path = join(folder, 'locked.db');
    const client = await spawnRawClient(['--store', path]);
    await client.call('memory_create', { text: 'Before.' });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const refused = await client.call('memory_create', { text: 'Locked out.' });
    expect(readText(refused)).toContain('cannot be reached now');
    expect(refused.result?._meta).toMatchObject({ 'atommem/result': { reason: 'unavailable' } });
    expect(readText(await client.call('memory_read', { query: 'Before' }))).toContain('Before.');
    other.exec('ROLLBACK');
    other.close();
    expect(readText(await client.call('memory_create', { text: 'After.' }))).toMatch(/^Created m\d+\.$/);
    client.child.stdin.end();
    expect(await client.ended).toBe(0);
  });

  it('answers when the file is gone, and a new process starts over', async () => {
    const path = join(folder, 'gone.db');
    const client = await spawnRawClient(['--store', path]);
    await client.call('memory_create', { text: 'Before.' });
    for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
    expect(readText(await client.call('memory_create', { text: 'Lost?' }))).toContain('cannot be reached');
    client.child.stdin.end();
    await client.ended;
    const next = await spawnRawClient(['--store', path]);
    expect(readText(await next.call('memory_create', { text: 'New.' }))).toBe('Created m1.');
    next.child.stdin.end();
    await next.ended;
  });

  it('ends when its host leaves in the middle of a frame, and the next process knows what was stored', async () => {
    const path = join(folder, 'host.db');
    const client = await spawnRawClient(['--store', path], '2024-11-05');
    await client.call('memory_create', { text: 'Ada sails.' });
    client.write('{"jsonrpc":"2.0","id":99,"method":"tools/ca');
    client.child.stdin.destroy();
    expect(await client.ended).toBe(0);
    const next = await spawnRawClient(['--store', path, '--readonly']);
    expect(readText(await next.call('memory_read', { query: 'sails' }))).toContain('Ada sails.');
    const unknown = await next.call('memory_create', { text: 'x' });
    expect(unknown.error?.message).toContain('memory_create');
    next.child.kill('SIGTERM');
    expect(await next.ended).toBe(0);
  });
});
