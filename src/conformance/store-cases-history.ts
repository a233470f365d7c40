/**
 * Store conformance cases: history, undo, branches, export and purge.
 * @module
 */

import { differenceBetween, readStateAsOf } from '../memory/as-of.ts';
import { checkLog } from '../memory/check-log.ts';
import type { Store } from '../memory/store.ts';
import { undoOperation, undoSince } from '../memory/undo.ts';
import type { Write } from '../memory/write.ts';
import { AtomMemError } from '../shared/error.ts';
import { branchNamespace } from '../store/branch-namespace.ts';
import { exportNamespace } from '../store/export-namespace.ts';
import { importNamespace } from '../store/import-namespace.ts';
import { purgeNamespace } from '../store/purge-namespace.ts';
import { sweepExpired } from '../store/sweep-expired.ts';
import { check, failure, same } from './assert.ts';
import { apply, commit, create, listTexts, onStore, refusals, type StoreCase } from './store-case.ts';

const A = 'users/1';
const UNDO = { time: 9, actor: 'tester' };

/** Writes m1 (one, two, deleted) and m2 (other, with metadata and an expiry). */
async function writeHistory(store: Store): Promise<void> {
  await create(store, A, 'one');
  await apply(
    store,
    A,
    { kind: 'create', text: 'other', meta: { z: 1, a: 'x' }, expiresAt: 50 },
    { time: 2 },
  );
  await apply(store, A, { kind: 'update', id: 'm1', text: 'two' }, { time: 3 });
  await apply(store, A, { kind: 'update', id: 'scratchpad', text: 'notes' }, { time: 4 });
  await apply(store, A, { kind: 'delete', id: 'm1' }, { time: 5 });
}

async function exported(store: Store, namespace: string): Promise<string> {
  let text = '';
  for await (const line of exportNamespace(store, namespace)) text += line;
  return text;
}

/** Cases for past generations, undo, branches, export, import and purge. */
export const historyCases: readonly StoreCase[] = [
  onStore('the history of an entry contains only its own records', async (store) => {
    await writeHistory(store);
    const history = await store.log(A, { id: 'm1' });
    same(
      history.map(({ kind, text, version }) => [kind, text, version]),
      [
        ['create', 'one', 1],
        ['update', 'two', 2],
        ['delete', null, 3],
      ],
    );
    same(await store.log(A, { id: 'm1', after: 1, upTo: 3 }), [history[1]]);
    same(await store.log(A, { id: 'm77' }), []);
  }),
  onStore('the state at any generation can be read', async (store) => {
    await writeHistory(store);
    const states = await Promise.all(
      [0, 1, 2, 3, 4, 5, 99].map((generation) => readStateAsOf(store, A, generation)),
    );
    same(
      states.map((state) => listTexts(state.values())),
      [
        [],
        ['one'],
        ['one', 'other'],
        ['two', 'other'],
        ['two', 'other', 'notes'],
        ['other', 'notes'],
        ['other', 'notes'],
      ],
    );
    const difference = await differenceBetween(store, A, 1, 5);
    same(listTexts(difference.created), ['other', 'notes']);
    same(listTexts(difference.deleted), ['one']);
    same(
      (await differenceBetween(store, A, 1, 3)).updated.map(({ before, after }) => [before.text, after.text]),
      [['one', 'two']],
    );
  }),
  onStore('any operation can be undone, and so can the undo', async (store) => {
    await writeHistory(store);
    const before = await store.get(A, 'm1');
    same(before, undefined);
    check((await undoOperation(store, A, 5, UNDO)).ok, 'the delete should be undone');
    same((await store.get(A, 'm1'))?.text, 'two');
    same((await store.get(A, 'm1'))?.createdAt, 1);
    same((await store.log(A)).at(-1)?.undoOf, 5);
    check((await undoOperation(store, A, 6, UNDO)).ok, 'the undo should be undone');
    same(await store.get(A, 'm1'), undefined);
    check((await undoOperation(store, A, 7, UNDO)).ok, 'and again');
    same((await store.get(A, 'm1'))?.text, 'two');
  }),
  onStore('undoing an update or a create restores text, metadata and expiry', async (store) => {
    await writeHistory(store);
    await apply(store, A, {
      kind: 'update',
      id: 'm2',
      text: 'changed',
      meta: { a: 'y', b: 2 },
      expiresAt: null,
    });
    check((await undoOperation(store, A, 6, UNDO)).ok, 'the update should be undone');
    const { text, meta, expiresAt } = (await store.get(A, 'm2'))!;
    same({ text, meta, expiresAt }, { text: 'other', meta: { z: 1, a: 'x' }, expiresAt: 50 });
    check((await undoOperation(store, A, 4, UNDO)).ok, 'the scratchpad should be emptied');
    same(await store.get(A, 'scratchpad'), undefined);
  }),
  onStore('undo is refused if the entry has changed since', async (store) => {
    await writeHistory(store);
    same(await undoOperation(store, A, 1, UNDO), { ok: false, refusal: 'no-such-entry' });
    check((await undoOperation(store, A, 5, UNDO)).ok, 'the delete should be undone');
    same(await undoOperation(store, A, 5, UNDO), { ok: false, refusal: 'version-conflict' });
    same(await undoOperation(store, A, 3, UNDO), { ok: false, refusal: 'version-conflict' });
    same(await undoOperation(store, A, 99, UNDO), { ok: false, refusal: 'no-such-entry' });
    same(await undoOperation(store, 'users/12', 1, UNDO), { ok: false, refusal: 'no-such-entry' });
  }),
  onStore('all operations after a generation can be undone at once', async (store) => {
    await writeHistory(store);
    await create(store, A, 'late');
    const commits = await undoSince(store, A, 2, UNDO);
    check(
      commits.every((done) => done.ok),
      `refused: ${refusals(commits)}`,
    );
    same(listTexts(await store.list(A)).toSorted(), ['one', 'other']);
    same(await store.get(A, 'scratchpad'), undefined);
    same((await differenceBetween(store, A, 2, await store.generation(A))).updated, []);
    same(await undoSince(store, A, await store.generation(A), UNDO), []);
  }),
  onStore('a branch copies the history and then changes independently', async (store) => {
    await writeHistory(store);
    await branchNamespace(store, A, 'branch', { upTo: 3 });
    same(await store.log('branch'), await store.log(A, { upTo: 3 }));
    await apply(store, 'branch', { kind: 'update', id: 'm1', text: 'theirs' });
    await create(store, 'branch', 'new');
    same(listTexts(await store.list('branch')), ['theirs', 'other', 'new']);
    same(listTexts(await store.list(A)), ['other']);
    same(((await failure(() => branchNamespace(store, A, 'branch'))) as AtomMemError).code, 'not-empty');
  }),
  onStore('a branch from before a purge is complete but without the purged text', async (store) => {
    await writeHistory(store);
    await store.purge(A, ['m2', 'm1'], { time: 9, actor: 'officer' });
    await branchNamespace(store, A, 'branch', { upTo: 4 });
    same(listTexts(await store.list('branch')), []);
    same(checkLog(await store.log('branch')), undefined);
    same(
      (await store.log('branch')).map(({ generation, kind, id, actor }) => [generation, kind, id, actor]),
      [
        [1, 'create', 'm1', null],
        [2, 'create', 'm2', null],
        [3, 'update', 'm1', null],
        [4, 'create', 'scratchpad', null],
        [5, 'delete', 'm1', null],
        [6, 'delete', 'm2', 'officer'],
      ],
    );
    // The purge left nothing that counts towards the capacity.
    same(refusals(await commit(store, 'branch', [{ kind: 'create', text: 'x' }], { capacity: 1 })), [
      'applied',
    ]);
    const lines = await exported(store, 'branch');
    same(await importNamespace(store, 'again', [lines]), 7);
    same(await exported(store, 'again'), lines);
  }),
  onStore('writes during a copy never give an entry the vector of another text', async (store) => {
    const write = (text: string, vector: Float32Array): Write => ({
      kind: 'update',
      id: 'm1',
      text,
      vector,
    });
    const options = { embedder: 'test' };
    await apply(store, A, { kind: 'create', text: 'east', vector: Float32Array.of(1, 0) }, options);
    const texts = [Float32Array.of(0, 1), Float32Array.of(0, 1)].map((vector, place) =>
      write(`north ${place}`, vector),
    );
    /** Writes while the log is read and again while the vectors are read. */
    const interrupted: Store = {
      ...store,
      log: async (...given) => {
        const records = await store.log(...given);
        const next = texts.pop();
        if (next !== undefined) await apply(store, A, next, options);
        return records;
      },
      vectors: {
        ...store.vectors,
        all: async (...given) => {
          const set = await store.vectors.all(...given);
          const next = texts.pop();
          if (next !== undefined) await apply(store, A, next, options);
          return set;
        },
      },
    };
    await branchNamespace(interrupted, A, 'branch');
    const [entry] = await store.list('branch');
    same(entry?.text, 'north 1');
    same([...((await store.vectors.all('branch'))?.vectors ?? [])], []);
    same(
      (await store.vectors.missing('branch')).map(({ id }) => id),
      [entry!.id],
    );
  }),
  onStore('exporting an imported export gives the same bytes', async (store, context) => {
    await writeHistory(store);
    await apply(
      store,
      A,
      {
        kind: 'create',
        text: 'with \u0000, \ud800 and "\n"',
        meta: { 'k\u0000': '\udfff' },
        vector: Float32Array.of(0.1, -2),
      },
      { embedder: 'test' },
    );
    const text = await exported(store, A);
    const other = await context.open();
    try {
      const pieces = [text.slice(0, 100), text.slice(100, 101), text.slice(101)];
      same(await importNamespace(other, 'somewhere', pieces), 6);
      same(await exported(other, 'somewhere'), text);
      same(await other.list('somewhere'), await store.list(A));
      await create(other, 'somewhere', 'goes on');
      same((await other.log('somewhere')).at(-1)?.generation, 7);
    } finally {
      await other.close();
    }
  }),
  onStore('importing an invalid file fails with the line number and writes nothing', async (store) => {
    await writeHistory(store);
    const text = await exported(store, A);
    const lines = text.trimEnd().split('\n');
    const broken: readonly (readonly string[])[] = [
      [],
      ['{"format":"other"}\n'],
      ['no json\n'],
      [text.replace('"formatVersion":1', '"formatVersion":2')],
      [text.slice(0, -10)],
      [[...lines.slice(0, 2), ...lines.slice(3)].join('\n')],
      [text.replace('"version":2', '"version":3')],
      [text.replace('"text":"one"', '"text":1')],
      [text.replace('"text":"other"', '"text":null')],
      [text.replace('"text":null', '"text":null,"vector":"AACAPw=="')],
      [
        text
          .replace('"embedder":null,"dimensions":null', '"embedder":"e","dimensions":1')
          .replace('"text":"notes"', '"text":"notes","vector":"AACAPw=="'),
      ],
    ];
    for (const pieces of broken) {
      const error = await failure(() => importNamespace(store, 'target', pieces));
      check(AtomMemError.isInstance(error), `expected an AtomMemError, got ${error}`);
      same(error.code, 'malformed-import');
      same(await store.generation('target'), 0);
    }
    same(((await failure(() => importNamespace(store, A, [text]))) as AtomMemError).code, 'not-empty');
  }),
  onStore('a purge removes the text from entries, log, search and raw bytes', async (store, context) => {
    const bystander = await create(store, A, 'the harmless bystander');
    await create(store, A, 'the zanzibarsecret word');
    await apply(store, A, {
      kind: 'update',
      id: 'm2',
      text: 'the quetzalsecret word',
      meta: { note: 'metasecret' },
    });
    await apply(store, A, { kind: 'create', text: 'the deletedsecret' });
    await apply(store, A, { kind: 'delete', id: 'm4' });
    await apply(store, A, { kind: 'create', text: 'the keyedsecret' }, { key: 'key' });
    await create(store, 'users/12', 'their own zanzibar');
    await store.search?.lexical(A, 'zanzibarsecret', { limit: 5, now: 1 });
    const report = await store.purge(A, ['m2', 'm4', 'm6', 'm99'], { time: 3, actor: 'officer' });
    same(report, { records: 4, deleted: 2 });
    same(listTexts(await store.list(A)), ['the harmless bystander']);
    const log = JSON.stringify(await store.log(A));
    check(!log.includes('secret'), 'the log still contains a purged text');
    same(
      (await store.log(A)).map((record) => record.generation),
      [1, 2, 3, 4, 5, 6, 7, 8],
    );
    same((await readStateAsOf(store, A, 3)).has('m2'), false);
    for (const word of ['zanzibarsecret', 'quetzalsecret', 'deletedsecret', 'keyedsecret']) {
      same((await store.search?.lexical(A, word, { limit: 5, now: 1 })) ?? [], []);
    }
    same(
      (await commit(store, A, [{ kind: 'create', text: 'x' }], { key: 'key' })).map(
        (done) => done.ok && done.record.text,
      ),
      [null],
    );
    same(await undoOperation(store, A, 3, UNDO), { ok: false, refusal: 'no-such-entry' });
    same((await store.get(A, bystander))?.text, 'the harmless bystander');
    same(listTexts(await store.list('users/12')), ['their own zanzibar']);
    const raw = await context.rawBytes?.(store);
    const bytes = raw && new TextDecoder('latin1').decode(raw);
    if (bytes === undefined) return;
    check(bytes.includes('bystander'), 'the raw bytes should contain the texts that were not purged');
    check(!bytes.includes('secret'), 'the raw bytes still contain a purged text');
    await create(store, A, 'and on');
  }),
  onStore('a whole namespace can be purged', async (store) => {
    await writeHistory(store);
    await create(store, 'users/12', 'theirs');
    same(await purgeNamespace(store, A, { time: 9 }), { records: 4, deleted: 2 });
    same(await store.list(A), []);
    same(await store.get(A, 'scratchpad'), undefined);
    check(
      (await store.log(A)).every((record) => record.text === null && record.meta === null),
      'the log still contains texts',
    );
    same(listTexts(await store.list('users/12')), ['theirs']);
  }),
  onStore('expired entries can be swept', async (store) => {
    await writeHistory(store);
    same(refusals(await sweepExpired(store, A, { time: 49 })), []);
    same(refusals(await sweepExpired(store, A, { time: 50 })), ['applied']);
    same(await store.list(A), []);
  }),
  onStore('reads are counted, and the count survives a reopen', async (store, context) => {
    await create(store, A, 'one');
    await create(store, A, 'two');
    store.noteReads(A, ['m1']);
    store.noteReads(A, ['m1', 'm2']);
    same([...(await store.reads(A))].toSorted(), [
      ['m1', 2],
      ['m2', 1],
    ]);
    same([...(await store.reads('users/12'))], []);
    if (context.reopen === undefined) return;
    const again = await context.reopen(store);
    same((await again.reads(A)).get('m1'), 2);
    await again.close();
  }),
  onStore('the latest 20 showings of an entry are kept, and survive a reopen', async (store, context) => {
    if (store.noteShown === undefined || store.showings === undefined) return;
    await create(store, A, 'one');
    await create(store, A, 'two');
    await create(store, 'users/12', 'theirs');
    for (let time = 1; time <= 15; time++) store.noteShown(A, ['m1'], { time, purpose: `turn ${time}` });
    store.noteShown(A, ['m1', 'm2', 'm9'], { time: 16, purpose: 'a\0b' });
    same(await store.showings(A, 'm2'), [{ time: 16, purpose: 'a b' }]);
    // A commit writes the pending showings. Later ones are merged with them.
    await create(store, A, 'three');
    for (let time = 17; time <= 30; time++) store.noteShown(A, ['m1'], { time, purpose: `turn ${time}` });
    const times = Array.from({ length: 20 }, (_, place) => 30 - place);
    same(
      (await store.showings(A, 'm1')).map(({ time }) => time),
      times,
    );
    same(await store.showings('users/12', 'm1'), []);
    same(await store.showings(A, 'm9'), []);
    same([...(await store.reads(A))], []);
    await store.purge(A, ['m2'], { time: 31 });
    same(await store.showings(A, 'm2'), []);
    if (context.reopen === undefined) return;
    const again = await context.reopen(store);
    same(
      (await again.showings!(A, 'm1')).map(({ time }) => time),
      times,
    );
    await again.close();
  }),
];
