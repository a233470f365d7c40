/**
 * Tests of commit planning.
 *
 * @module
 */
import { expect, test } from 'vitest';
import { inMemoryStore } from '../store/in-memory.ts';

test('a time that is not finite throws and writes nothing', async () => {
  const store = inMemoryStore();
  const write = { kind: 'create', text: 'x' } as const;
  await expect(store.commit('a', [write], { time: Number.NaN })).rejects.toThrow(
    /the time of a commit is NaN/,
  );
  await expect(store.commit('a', [{ ...write, expiresAt: Infinity }], { time: 1 })).rejects.toThrow(
    /expiresAt/,
  );
  expect(await store.log('a')).toEqual([]);
});
