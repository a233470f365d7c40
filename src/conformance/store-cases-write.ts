/**
 * Store conformance cases: creating, updating and deleting entries.
 * @module
 */

import { SCRATCHPAD } from '../memory/entry.ts';
import { replayLog, storedEntries } from '../memory/log.ts';
import type { Write } from '../memory/write.ts';
import { AtomMemError } from '../shared/error.ts';
import { check, same } from './assert.ts';
import { overwriteTexts } from './memory-layer.ts';
import { apply, commit, create, listTexts, onStore, refusals, type StoreCase } from './store-case.ts';

const A = 'users/1';

/** Cases for single writes and batches. */
export const writeCases: readonly StoreCase[] = [
  onStore('callers cannot change what is stored, by a write or by a result', async (store) => {
    const meta = { tags: ['first'] };
    const record = await apply(store, 'live', { kind: 'create', text: 'kept', meta });
    meta.tags.push('second');
    const read = async () => [
      await store.get('live', record.id),
      await store.list('live'),
      await store.log('live'),
    ];
    const before = JSON.stringify(await read());
    check(!before.includes('second'), 'the metadata of a write changed later');
    overwriteTexts([record, ...(await read())]);
    same(JSON.stringify(await read()), before, 'after a caller changed results');
  }),
  onStore('an unknown namespace is an empty one', async (store) => {
    same(await store.list('nobody'), []);
    same(await store.log('nobody'), []);
    same(await store.generation('nobody'), 0);
    same(await store.get('nobody', 'm1'), undefined);
    same(await store.namespaces(), []);
  }),
  onStore('create, update and delete appear in the entries and the log', async (store) => {
    const made = await apply(
      store,
      A,
      { kind: 'create', text: 'one', meta: { b: 1, a: [null, 'x'] } },
      { time: 7.5 },
    );
    same(made.id, 'm1');
    same(await store.get(A, 'm1'), {
      id: 'm1',
      text: 'one',
      meta: { b: 1, a: [null, 'x'] },
      version: 1,
      createdAt: 7.5,
      updatedAt: 7.5,
    });
    await apply(
      store,
      A,
      { kind: 'update', id: 'm1', text: 'two', meta: { a: 2 } },
      { time: 8, actor: 'tester' },
    );
    same(await store.get(A, 'm1'), {
      id: 'm1',
      text: 'two',
      meta: { b: 1, a: 2 },
      version: 2,
      createdAt: 7.5,
      updatedAt: 8,
    });
    const gone = await apply(store, A, { kind: 'delete', id: 'm1' }, { time: 9 });
    same(await store.get(A, 'm1'), undefined);
    same(await store.list(A), []);
    same(gone, (await store.log(A))[2]);
    same(await store.log(A, { after: 1, upTo: 2 }), [
      {
        generation: 2,
        kind: 'update',
        id: 'm1',
        version: 2,
        previous: 1,
        undoOf: null,
        actor: 'tester',
        time: 8,
        createdAt: 7.5,
        text: 'two',
        meta: { b: 1, a: 2 },
        expiresAt: null,
      },
    ]);
  }),
  onStore('entries are listed in creation order', async (store) => {
    for (const text of ['one', 'two', 'three']) await create(store, A, text);
    await apply(store, A, { kind: 'update', id: 'm1', text: 'one again' });
    same(listTexts(await store.list(A)), ['one again', 'two', 'three']);
    await apply(store, A, { kind: 'delete', id: 'm1' });
    await apply(store, A, { kind: 'create', id: 'm1', text: 'one restored' });
    same(listTexts(await store.list(A)), ['two', 'three', 'one restored']);
    same((await store.get(A, 'm1'))?.version, 4);
  }),
  onStore('an entry can be restored under any id, and new entries never reuse it', async (store) => {
    const ids = ['m5', 'm2.1', 'm02', 'x', 'm', '7', 'm1e1', 'M1', 'users/12/m1', "m1'", 'm-3', '\u0000'];
    for (const id of ids) await apply(store, A, { kind: 'create', id, text: `text of ${id}` });
    for (const id of ids) same((await store.get(A, id))?.text, `text of ${id}`, JSON.stringify(id));
    for (const id of ids) await apply(store, A, { kind: 'update', id, text: `new text of ${id}` });
    const made = [await create(store, A, 'made'), await create(store, A, 'made too')];
    same(made, ['m25', 'm26']);
    await apply(store, A, { kind: 'create', id: 'm28', text: 'ahead of its time' });
    same(await create(store, A, 'named apart'), 'm28.1');
    await apply(store, A, { kind: 'delete', id: 'm5' });
    same(
      (await store.log(A, { id: 'm5' })).map((record) => record.kind),
      ['create', 'update', 'delete'],
    );
    same(
      listTexts(await store.list(A)).slice(0, 11),
      ids.slice(1).map((id) => `new text of ${id}`),
    );
  }),
  onStore('replacing metadata drops the fields not given', async (store) => {
    await apply(store, A, { kind: 'create', text: 'x', meta: { a: 1, b: 2 } });
    await apply(store, A, { kind: 'update', id: 'm1', text: 'x', meta: { c: 3 }, replaceMeta: true });
    same((await store.get(A, 'm1'))?.meta, { c: 3 });
  }),
  onStore('the scratchpad is written with an update and is not listed', async (store) => {
    await apply(store, A, { kind: 'update', id: SCRATCHPAD, text: 'notes' });
    same((await store.get(A, SCRATCHPAD))?.text, 'notes');
    same(await store.list(A), []);
    same((await store.log(A))[0]?.kind, 'create');
    await apply(store, A, { kind: 'delete', id: SCRATCHPAD });
    same(await store.get(A, SCRATCHPAD), undefined);
    await apply(store, A, { kind: 'update', id: SCRATCHPAD, text: 'new notes' });
    same((await store.get(A, SCRATCHPAD))?.version, 3);
  }),
  onStore('an unknown id is refused, and the rest of the batch is applied', async (store) => {
    const commits = await commit(store, A, [
      { kind: 'create', text: 'one' },
      { kind: 'update', id: 'm99', text: 'no' },
      { kind: 'delete', id: 'm99' },
      { kind: 'update', id: 'm1', text: 'one, changed in the same batch' },
      { kind: 'create', text: 'two' },
    ]);
    same(refusals(commits), ['applied', 'no-such-entry', 'no-such-entry', 'applied', 'applied']);
    same(listTexts(await store.list(A)), ['one, changed in the same batch', 'two']);
    same(
      (await store.log(A)).map((record) => record.generation),
      [1, 2, 3],
    );
  }),
  onStore('an atomic batch is applied completely or not at all', async (store) => {
    await create(store, A, 'kept');
    const before = JSON.stringify([await store.log(A), await store.list(A)]);
    const refused = await commit(
      store,
      A,
      [
        { kind: 'create', text: 'one' },
        { kind: 'delete', id: 'm1' },
        { kind: 'delete', id: 'm99' },
      ],
      { atomic: true },
    );
    same(refusals(refused), ['no-such-entry', 'no-such-entry', 'no-such-entry']);
    same(JSON.stringify([await store.log(A), await store.list(A)]), before);
    const applied = await commit(
      store,
      A,
      [
        { kind: 'create', text: 'one' },
        { kind: 'delete', id: 'm1' },
      ],
      { atomic: true },
    );
    same(refusals(applied), ['applied', 'applied']);
    same(listTexts(await store.list(A)), ['one']);
  }),
  onStore('a write that expects another version is refused', async (store) => {
    await create(store, A, 'one');
    await apply(store, A, { kind: 'update', id: 'm1', text: 'two', expectedVersion: 1 });
    same(refusals(await commit(store, A, [{ kind: 'update', id: 'm1', text: 'x', expectedVersion: 1 }])), [
      'version-conflict',
    ]);
    same(refusals(await commit(store, A, [{ kind: 'delete', id: 'm1', expectedVersion: 1 }])), [
      'version-conflict',
    ]);
    same(refusals(await commit(store, A, [{ kind: 'create', id: 'm1', text: 'x' }])), ['version-conflict']);
    same((await store.get(A, 'm1'))?.text, 'two');
    await apply(store, A, { kind: 'delete', id: 'm1', expectedVersion: 2 });
  }),
  onStore('creates beyond the capacity are refused, and expired entries do not count', async (store) => {
    const options = { capacity: 2, time: 1 };
    await apply(store, A, { kind: 'update', id: SCRATCHPAD, text: 'not counted' }, options);
    await apply(store, A, { kind: 'create', text: 'one', expiresAt: 5 }, options);
    const commits = await commit(
      store,
      A,
      [
        { kind: 'create', text: 'two' },
        { kind: 'create', text: 'three' },
      ],
      options,
    );
    same(refusals(commits), ['applied', 'over-capacity']);
    const id = (await store.list(A))[1]!.id;
    const replaced = await commit(
      store,
      A,
      [
        { kind: 'delete', id },
        { kind: 'create', text: 'four' },
      ],
      options,
    );
    same(refusals(replaced), ['applied', 'applied']);
    same(refusals(await commit(store, A, [{ kind: 'create', text: 'five' }], { capacity: 2, time: 5 })), [
      'applied',
    ]);
  }),
  onStore('an expiry is kept, changed and removed', async (store) => {
    await apply(store, A, { kind: 'create', text: 'x', expiresAt: 10 });
    await apply(store, A, { kind: 'update', id: 'm1', text: 'y' });
    same((await store.get(A, 'm1'))?.expiresAt, 10);
    await apply(store, A, { kind: 'update', id: 'm1', text: 'y', expiresAt: 20 });
    same((await store.list(A))[0]?.expiresAt, 20);
    await apply(store, A, { kind: 'update', id: 'm1', text: 'y', expiresAt: null });
    same((await store.get(A, 'm1'))?.expiresAt, undefined);
  }),
  onStore('a commit repeated under one key is applied once and returns the same result', async (store) => {
    const writes: Write[] = [
      { kind: 'create', text: 'once' },
      { kind: 'delete', id: 'm99' },
    ];
    const first = await commit(store, A, writes, { key: 'call-1' });
    await create(store, A, 'in between');
    const second = await commit(store, A, writes, { key: 'call-1', time: 2 });
    same(second, first);
    same(listTexts(await store.list(A)), ['once', 'in between']);
    await commit(store, A, writes, { key: 'call-2' });
    await commit(store, 'users/2', writes, { key: 'call-1' });
    same(listTexts(await store.list(A)), ['once', 'in between', 'once']);
    same(listTexts(await store.list('users/2')), ['once']);
  }),
  onStore('concurrent commits lose nothing and are numbered without gaps', async (store) => {
    await Promise.all(Array.from({ length: 40 }, (_, number) => create(store, A, `entry ${number}`)));
    same(
      (await store.log(A)).map((record) => record.generation),
      Array.from({ length: 40 }, (_, n) => n + 1),
    );
    same(new Set(listTexts(await store.list(A))).size, 40);
  }),
  onStore('replaying the log gives the entries after any sequence of writes', async (store, context) => {
    const random = createRandom(17);
    for (let round = 0; round < 25; round++) {
      const writes = Array.from({ length: 1 + random(4) }, () => randomWrite(random));
      await commit(store, A, writes, { time: round, atomic: random(3) === 0, capacity: 8 });
    }
    const check = async (checked: typeof store): Promise<void> => {
      const log = await checked.log(A);
      const state = replayLog(log);
      same(await checked.list(A), storedEntries(state));
      same(await checked.get(A, SCRATCHPAD), state.get(SCRATCHPAD));
      same(await checked.generation(A), log.length);
    };
    await check(store);
    if (context.reopen === undefined) return;
    const again = await context.reopen(store);
    await check(again);
    await again.close();
  }),
  onStore('a namespace is listed by name once it has a record', async (store) => {
    for (const name of ['users/2', 'b', 'users/10', 'ä', 'a']) await create(store, name, 'x');
    await commit(store, 'empty', [{ kind: 'delete', id: 'm1' }]);
    same(await store.namespaces(), ['a', 'b', 'users/10', 'users/2', 'ä']);
  }),
  onStore('a closed store rejects calls with `closed`', async (store) => {
    await create(store, A, 'x');
    await store.close();
    const error = await store.list(A).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    check(AtomMemError.isInstance(error, 'closed'), `expected an AtomMemError "closed", got ${error}`);
  }),
];

function randomWrite(random: (below: number) => number): Write {
  const id = random(8) === 0 ? SCRATCHPAD : `m${1 + random(12)}`;
  const expected = random(3) === 0 ? { expectedVersion: 1 + random(3) } : {};
  const text = `text ${random(1000)}`;
  switch (random(4)) {
    case 0:
      return { kind: 'delete', id, ...expected };
    case 1:
      return { kind: 'update', id, text, meta: { [`key${random(3)}`]: random(5) }, ...expected };
    case 2:
      return { kind: 'create', id, text, ...expected };
    default:
      return { kind: 'create', text, ...(random(4) === 0 ? { expiresAt: random(40) } : {}) };
  }
}

/**
 * Returns a small seeded generator (the linear congruence of Numerical Recipes), so that the suite is
 * deterministic.
 */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
