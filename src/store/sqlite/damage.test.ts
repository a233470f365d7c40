/**
 * Tests of what happens to a file from outside: flipped bits, a lost file, a crash inside a purge.
 *
 * @module
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { AtomMemError } from '../../shared/error.ts';
import { createRandom } from '../../shared/random.ts';
import { exportNamespace } from '../export-namespace.ts';
import { type SqliteStore, sqlite } from './sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-damage-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const freshPath = (): string => join(folder, `${files++}.db`);
const open = (path: string): SqliteStore => sqlite(path, { synchronous: 'normal', busyWait: 50 });

async function fill(store: SqliteStore, count = 15): Promise<void> {
  for (let time = 0; time < count; time++) {
    const text = `entry ${time} heron lake kestrel frost ${'harbour '.repeat(time % 9)}`;
    const vector = Float32Array.from({ length: 8 }, (_, place) => Math.sin(time + place));
    await store.commit('a', [{ kind: 'create', text, meta: { time }, vector }], {
      time,
      embedder: 'e',
      key: `k${time}`,
    });
  }
}

/** All that a store gives back. */
async function readAll(path: string): Promise<string> {
  const store = open(path);
  try {
    let lines = '';
    for await (const line of exportNamespace(store, 'a')) lines += line;
    const found = await store.search!.lexical('a', 'heron harbour', { limit: 50, now: 1 });
    return lines + JSON.stringify([found, await store.namespaces()]);
  } finally {
    await store.close();
  }
}

async function isSound(path: string): Promise<boolean> {
  try {
    const store = open(path);
    try {
      return (await store.verify()).length === 0;
    } finally {
      await store.close();
    }
  } catch (error) {
    expect(AtomMemError.isInstance(error)).toBe(true);
    return false;
  }
}

describe('flipped bits', () => {
  async function flip(rounds: number, keepSum: boolean): Promise<void> {
    const path = freshPath();
    const store = open(path);
    await fill(store);
    await store.close();
    expect(await isSound(path)).toBe(true);
    const before = await readAll(path);
    const bytes = readFileSync(path);
    const random = createRandom('flips');
    const copy = freshPath();
    for (let round = 0; round < rounds; round++) {
      const bit = random.integer(bytes.length * 8);
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      for (const end of ['-wal', '-shm', '-sum']) rmSync(copy + end, { force: true });
      writeFileSync(copy, damaged);
      if (keepSum) cpSync(`${path}-sum`, `${copy}-sum`);
      if (!(await isSound(copy))) continue;
      expect(keepSum, `bit ${bit} was not found`).toBe(false);
      expect(await readAll(copy), `bit ${bit} changes what is read`).toBe(before);
    }
  }

  test('are all detected in a closed file', () => flip(20, true));

  test('are detected or harmless after a crash', () => flip(20, false));
});

describe('a file that is lost under an open store', () => {
  test.each<[string, (path: string) => void]>([
    ['deleted', (path) => rmSync(path)],
    ['replaced', (path) => cpSync(path, `${path}.copy`)],
    ['without its log', (path) => rmSync(`${path}-wal`)],
  ])('%s: the write fails and says so', async (how, harm) => {
    const path = freshPath();
    const store = open(path);
    await fill(store, 2);
    harm(path);
    if (how === 'replaced') renameSync(`${path}.copy`, path);
    await expect(fill(store, 1)).rejects.toMatchObject({ code: 'file-replaced' });
    await store.close();
  });
});

test('the next opening finishes a purge that a crash interrupted', async () => {
  const path = freshPath();
  const store = open(path);
  await store.commit('a', [{ kind: 'create', text: 'quetzalsecret' }], { time: 1 });
  await fill(store, 3);
  const reader = new DatabaseSync(path);
  reader.exec('begin');
  reader.prepare('select text from operation').all();
  // A reader keeps the bytes from being overwritten, as a crash would.
  await expect(store.purge('a', ['m1'], { time: 2 })).rejects.toMatchObject({ code: 'locked' });
  const copy = freshPath();
  for (const end of ['', '-wal']) cpSync(path + end, copy + end);
  reader.close();
  await store.close();
  expect(holds(copy, 'quetzalsecret')).toBe(true);
  await open(copy).close();
  expect(holds(copy, 'quetzalsecret')).toBe(false);
  expect(await isSound(copy)).toBe(true);
});

function holds(path: string, text: string): boolean {
  return [path, `${path}-wal`].some((file) => existsSync(file) && readFileSync(file).includes(text));
}

test('a backup of an open store is a complete file', async () => {
  const [path, copy] = [freshPath(), freshPath()];
  const store = open(path);
  await fill(store);
  await store.backup(copy);
  await expect(store.backup(copy)).rejects.toMatchObject({ code: 'not-empty' });
  expect(await isSound(copy)).toBe(true);
  await store.close();
  expect(await readAll(copy)).toBe(await readAll(path));
});
