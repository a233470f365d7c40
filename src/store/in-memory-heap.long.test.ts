/**
 * Fills the in-memory store in a process with a small heap.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SCRIPT = `
  import { inMemoryStore } from '${join(import.meta.dirname, 'in-memory.ts')}';
  import { exportNamespace } from '${join(import.meta.dirname, 'export-namespace.ts')}';
  const store = inMemoryStore();
  const mix = (number) => Math.imul(number ^ (number >>> 15), 2_654_435_761) >>> 8;
  const createVector = (seed) => Float32Array.from({ length: 64 }, (_, at) => mix(mix(seed * 64 + at)) - 2 ** 23);
  for (let start = 0; start < 100_000; start += 500) {
    const writes = Array.from({ length: 500 }, (_, place) => {
      const number = start + place;
      const words = Array.from({ length: 12 }, (_, at) => 'w' + ((number * 7919 + at * 104_729) % 20_011));
      return { kind: 'create', text: words.join(' ') + ' entry ' + number, vector: createVector(number) };
    });
    await store.commit('n', writes, { time: 0, embedder: 'mixed' });
  }
  const options = { limit: 1, now: 0 };
  const [word] = await store.search.lexical('n', 'entry 77777', options);
  const [near] = await store.search.nearest('n', { embedder: 'mixed', vector: createVector(77_777) }, options);
  let lines = 0;
  for await (const line of exportNamespace(store, 'n')) lines++;
  console.log(word.id, near.id, lines);
`;

test('100,000 entries with vectors are searched and exported in a heap of 128 MB', () => {
  const options = ['--no-warnings', '--max-old-space-size=128', '--input-type=module', '--eval', SCRIPT];
  const { stdout, stderr } = spawnSync(process.execPath, options, { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toBe('m77778 m77778 100001\n');
});
