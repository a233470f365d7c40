/**
 * Tests of the follower.
 *
 * @module
 */
import { expect, test } from 'vitest';
import { inMemoryStore } from '../store/in-memory.ts';
import { createFollower } from './follower.ts';
import type { LogRange, Store } from './store.ts';

test('of two concurrent catch-ups, the one with the older log does not win', async () => {
  const store = inMemoryStore();
  const write = (text: string): Promise<unknown> =>
    store.commit('a', [{ kind: 'update', id: 'm1', text }], { time: 1 });
  await store.commit('a', [{ kind: 'create', text: 'first' }], { time: 1 });
  let release = (): void => {};
  let held = false;
  /** The first log that is read arrives late. */
  const slow: Store = {
    ...store,
    async log(namespace: string, range?: LogRange) {
      const records = await store.log(namespace, range);
      if (held) return records;
      held = true;
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return records;
    },
  };
  const indexed = new Map<string, string>();
  const follower = createFollower(slow, 'a', {
    async add(entries) {
      for (const { id, text } of entries) indexed.set(id, text);
    },
    remove: (ids) => {
      for (const id of ids) indexed.delete(id);
    },
    search: async () => [],
  });
  await follower.catchUp(1);
  await write('second');
  const one = follower.catchUp(1);
  await new Promise(setImmediate);
  await write('third');
  const other = follower.catchUp(1);
  await new Promise(setImmediate);
  release();
  await Promise.all([one, other]);
  expect(indexed.get('m1')).toBe('third');
});
