import { InvalidNamespaceError } from '@langchain/langgraph-checkpoint';
import { describe, expect, it } from 'vitest';
import { inMemoryStore } from '../../store/in-memory.ts';
import { langGraphStore } from './langgraph-store.ts';

const open = (inner = inMemoryStore()) => langGraphStore({ store: inner });

describe('langGraphStore', () => {
  it('puts, gets, updates and deletes items under keys of the caller', async () => {
    const inner = inMemoryStore();
    const store = open(inner);
    await store.put(['users', 'ada'], 'travel', { text: 'Ada prefers trains.' });
    await store.put(['users', 'ada'], 'travel', { text: 'Ada prefers night trains.', since: 2026 });
    expect(await open(inner).get(['users', 'ada'], 'travel')).toMatchObject({
      key: 'travel',
      namespace: ['users', 'ada'],
      value: { text: 'Ada prefers night trains.', since: 2026 },
    });
    await store.delete(['users', 'ada'], 'travel');
    expect(await store.get(['users', 'ada'], 'travel')).toBeNull();
    expect(await store.listNamespaces()).toEqual([]);
  });

  it('compares namespaces label by label', async () => {
    const store = open();
    for (const namespace of [['users', '1'], ['users', '10'], ['users', '1', 'work'], ['users/1']])
      await store.put(namespace, 'k', { text: namespace.join(' ') });
    const found = await store.search(['users', '1']);
    expect(found.map(({ namespace }) => namespace)).toEqual([
      ['users', '1'],
      ['users', '1', 'work'],
    ]);
    expect(await store.get(['users', '1', 'work'], 'k')).not.toBeNull();
    expect(await store.listNamespaces({ prefix: ['users', '*'], maxDepth: 2 })).toEqual([
      ['users', '1'],
      ['users', '10'],
    ]);
    await expect(store.put(['a.b'], 'k', {})).rejects.toThrow(InvalidNamespaceError);
  });

  it('ranks by the query, filters by operators, hides what is not indexed', async () => {
    const store = open();
    await store.put(['docs'], 'a', { text: 'Trains run at night.', year: 2024 });
    await store.put(['docs'], 'b', { text: 'Night trains and more night trains.', year: 2026 });
    await store.put(['docs'], 'c', { text: 'Planes.', year: 2026 });
    await store.put(['docs'], 'd', { text: 'Hidden night trains.', year: 2026 }, false);
    const found = await store.search(['docs'], { query: 'night trains', filter: { year: { $gte: 2025 } } });
    expect(found.map(({ key, score }) => [key, typeof score])).toEqual([['b', 'number']]);
    expect((await store.search(['docs'], { limit: 2, offset: 1 })).map(({ key }) => key)).toEqual(['b', 'c']);
  });

  it('reads the state before the writes of a batch, and the last of several writes wins', async () => {
    const store = open();
    const results = await store.batch([
      { namespace: ['n'], key: 'k', value: { text: 'first' } },
      { namespace: ['n'], key: 'k' },
      { namespace: ['n'], key: 'k', value: { text: 'second' } },
    ] as const);
    expect(results[1]).toBeNull();
    expect((await store.get(['n'], 'k'))?.value).toEqual({ text: 'second' });
  });

  it('gives copies', async () => {
    const store = open();
    await store.put(['n'], 'k', { text: 'a', list: [1] });
    const item = await store.get(['n'], 'k');
    (item!.value.list as number[]).push(2);
    expect((await store.get(['n'], 'k'))?.value.list).toEqual([1]);
  });

  it('keeps parallel writes', async () => {
    const store = open();
    await Promise.all(
      Array.from({ length: 50 }, (_, place) => store.put(['n'], `k${place % 10}`, { text: `v${place}` })),
    );
    expect((await store.search(['n'], { limit: 100 })).map(({ value }) => value.text).sort()).toEqual(
      Array.from({ length: 10 }, (_, place) => `v${40 + place}`),
    );
  });
});
