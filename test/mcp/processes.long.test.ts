/**
 * Several `atommem mcp` processes on one file: nothing is lost, also when processes are killed.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemory } from '../../src/memory/create-memory.ts';
import { createSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { type RawClient, readText, spawnRawClient } from './raw-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-mcp-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PROCESSES = 8;
const OPERATIONS = 500;

describe('processes on one file', () => {
  it('keeps 4,000 of 4,000 operations of 8 processes', async () => {
    const path = join(folder, 'kept.db');
    const texts = await Promise.all(
      Array.from({ length: PROCESSES }, async (_, place) => {
        const client = await spawnRawClient(['--store', path, '--namespace', 'team']);
        const acknowledged = await write(client, place, 0, OPERATIONS);
        client.child.stdin.end();
        expect(await client.ended).toBe(0);
        return acknowledged;
      }),
    );
    expect(texts.flat()).toHaveLength(PROCESSES * OPERATIONS);
    await expectKept(path, texts.flat(), PROCESSES * OPERATIONS);
  });

  it('loses nothing acknowledged when every process is killed in between', async () => {
    const path = join(folder, 'killed.db');
    const rounds = await Promise.all(
      Array.from({ length: PROCESSES }, async (_, place) => {
        const acknowledged: string[] = [];
        for (let life = 0; life < 2; life++) {
          const client = await spawnRawClient(['--store', path, '--namespace', 'team']);
          const writing = write(client, place, life * OPERATIONS, OPERATIONS, acknowledged);
          while (acknowledged.length < (life + 1) * (20 + place * 3)) await pause();
          client.child.kill('SIGKILL');
          await writing;
          await client.ended;
        }
        return acknowledged;
      }),
    );
    await expectKept(path, rounds.flat());
  });
});

/** Creates entries one after the other. Returns the texts that the server acknowledged. */
async function write(
  client: RawClient,
  place: number,
  from: number,
  count: number,
  acknowledged: string[] = [],
): Promise<readonly string[]> {
  for (let number = from; number < from + count; number++) {
    const text = `Process ${place} wrote number ${number}.`;
    const reply = await client.call('memory_create', { text }).catch(() => undefined);
    if (reply === undefined) return acknowledged;
    expect(readText(reply)).toMatch(/^Created m\d+\.$/);
    acknowledged.push(text);
  }
  return acknowledged;
}

async function expectKept(path: string, acknowledged: readonly string[], total?: number): Promise<void> {
  const store = createSqliteStore({ path });
  const memory = createMemory({ store, namespace: 'team' });
  const kept = new Set((await memory.entries()).map(({ text }) => text));
  expect(acknowledged.filter((text) => !kept.has(text))).toEqual([]);
  if (total !== undefined) expect([kept.size, (await memory.log()).length]).toEqual([total, total]);
  await store.close();
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}
