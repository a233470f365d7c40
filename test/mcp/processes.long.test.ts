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
import { type Change, createWorker, SHARED_ID, type Worker } from './mixed-work.ts';
import { spawnRawClient } from './raw-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-mcp-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PROCESSES = 8;
const OPERATIONS = 500;
const LIVES = 4;
const NAMESPACE = 'team';

describe('processes on one file', () => {
  it('keeps 4,000 of 4,000 mixed operations of 8 processes', async () => {
    const path = join(folder, 'kept.db');
    await createSharedEntry(path);
    const workers = await Promise.all(
      Array.from({ length: PROCESSES }, async (_, place) => {
        const worker = createWorker(place);
        const client = await spawnRawClient(['--store', path, '--namespace', NAMESPACE]);
        await worker.run(client, OPERATIONS);
        client.child.stdin.end();
        expect(await client.ended).toBe(0);
        return worker;
      }),
    );
    const acknowledged = workers.reduce((sum, worker) => sum + worker.acknowledged, 0);
    expect(acknowledged).toBe(PROCESSES * OPERATIONS);
    const changes = workers.flatMap((worker) => worker.changes);
    // The log holds exactly the acknowledged changes.
    expect(await expectKept(path, workers)).toBe(changes.length + 1);
    const kinds = Object.groupBy(changes, ({ kind }) => kind);
    const count = (kind: Change['kind']): string => `${kinds[kind]?.length ?? 0} ${kind}s`;
    console.log(
      `${acknowledged} operations kept: ${count('create')}, ${count('update')}, ${count('delete')}, ${acknowledged - changes.length} reads`,
    );
  });

  it('keeps every acknowledged change when all processes are killed several times', async () => {
    const path = join(folder, 'killed.db');
    await createSharedEntry(path);
    const workers = await Promise.all(
      Array.from({ length: PROCESSES }, async (_, place) => {
        const worker = createWorker(place);
        for (let life = 1; life <= LIVES; life++) {
          const client = await spawnRawClient(['--store', path, '--namespace', NAMESPACE]);
          const working = worker.run(client, OPERATIONS);
          while (worker.acknowledged < life * (30 + place * 7)) await pause();
          client.child.kill('SIGKILL');
          await working;
          await client.ended;
        }
        return worker;
      }),
    );
    const recorded = await expectKept(path, workers);
    const changes = workers.reduce((sum, worker) => sum + worker.changes.length, 1);
    // Only the last change before each kill can be applied without a response.
    expect(recorded - changes).toBeGreaterThanOrEqual(0);
    expect(recorded - changes).toBeLessThanOrEqual(PROCESSES * LIVES);
    console.log(`${PROCESSES * LIVES} kills, ${changes - 1} acknowledged changes, all kept`);
  });
});

async function createSharedEntry(path: string): Promise<void> {
  const store = createSqliteStore({ path });
  const { id } = await createMemory({ store, namespace: NAMESPACE }).create('The shared entry.');
  expect(id).toBe(SHARED_ID);
  await store.close();
}

/** Checks the log and the live entries against the acknowledged changes. Returns the number of records. */
async function expectKept(path: string, workers: readonly Worker[]): Promise<number> {
  const store = createSqliteStore({ path });
  const memory = createMemory({ store, namespace: NAMESPACE });
  const log = await memory.log();
  const recorded = new Set(log.map((record) => nameChange(record)));
  const changes = workers.flatMap((worker) => worker.changes);
  expect(changes.map(nameChange).filter((change) => !recorded.has(change))).toEqual([]);
  const live = new Map((await memory.entries()).map(({ id, text }) => [id, text]));
  for (const worker of workers)
    for (const [id, text] of worker.live) expect([id, live.get(id)]).toEqual([id, text]);
  expect(await store.verify()).toEqual([]);
  await store.close();
  return log.length;
}

/** Texts are unique, and a deleted id never returns. */
function nameChange({ kind, id, text }: Change): string {
  return `${kind} ${id} ${text ?? ''}`;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}
