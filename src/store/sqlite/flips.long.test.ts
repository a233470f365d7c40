/**
 * The long run of `damage.test.ts`: bytes all over a small file, and 200 random bits of a larger one.
 *
 * @module
 */
import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createRandom } from '../../shared/random.ts';
import { createFileSum } from './file-sum.ts';
import { sqlite } from './sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-flips-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function isSound(path: string): Promise<boolean> {
  try {
    const store = sqlite(path);
    try {
      return (await store.verify()).length === 0;
    } finally {
      await store.close();
    }
  } catch {
    return false;
  }
}

test('verify finds each of 200 flipped bits', async () => {
  const path = join(folder, 'a.db');
  const store = sqlite(path, { synchronous: 'normal' });
  for (let time = 0; time < 400; time++) {
    const vector = Float32Array.from({ length: 32 }, (_, place) => Math.sin(time + place));
    const text = `entry ${time} ${'heron lake kestrel '.repeat(1 + (time % 9))}`;
    await store.commit('a', [{ kind: 'create', text, vector }], { time, embedder: 'e' });
  }
  await store.purge('a', ['m1'], { time: 999 });
  await store.close();
  expect(await isSound(path)).toBe(true);
  const bytes = readFileSync(path);
  const random = createRandom(1);
  const copy = join(folder, 'b.db');
  const missed: number[] = [];
  for (let round = 0; round < 200; round++) {
    const bit = random.integer(bytes.length * 8);
    const damaged = Buffer.from(bytes);
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    for (const end of ['-wal', '-shm']) rmSync(copy + end, { force: true });
    writeFileSync(copy, damaged);
    cpSync(`${path}-sum`, `${copy}-sum`);
    if (await isSound(copy)) missed.push(bit);
  }
  expect(missed).toEqual([]);
}, 300_000);

test('a flipped bit anywhere in a closed file differs from the checksum of the file', async () => {
  const path = join(folder, 'small.db');
  const store = sqlite(path, { synchronous: 'normal' });
  for (const text of ['heron', 'lake']) await store.commit('a', [{ kind: 'create', text }], { time: 1 });
  await store.close();
  const bytes = readFileSync(path);
  const sum = createFileSum(path);
  expect([await isSound(path), sum.differs()]).toEqual([true, false]);
  const random = createRandom(2);
  const file = openSync(path, 'r+');
  const missed: number[] = [];
  // An odd step reaches every kind of page and every place in a page.
  for (let place = 0; place < bytes.length; place += 7) {
    const byte = bytes[place]!;
    writeSync(file, Uint8Array.of(byte ^ (1 << random.integer(8))), 0, 1, place);
    if (!sum.differs()) missed.push(place);
    if (place % (7 * 1000) === 0 && (await isSound(path))) missed.push(place);
    writeSync(file, Uint8Array.of(byte), 0, 1, place);
  }
  closeSync(file);
  expect(missed).toEqual([]);
  expect(sum.differs()).toBe(false);
}, 300_000);
