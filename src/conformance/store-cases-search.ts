/**
 * Store conformance cases: isolation of namespaces, and search.
 * @module
 */

import { openMemory } from '../memory/open-memory.ts';
import type { Store } from '../memory/store.ts';
import { AtomMemError } from '../shared/error.ts';
import { embedMissing, reembed } from '../store/reembed.ts';
import { storeRetriever } from '../store/store-retriever.ts';
import { check, failure, same } from './assert.ts';
import { letterEmbedder } from './letter-embedder.ts';
import { apply, create, listTexts, onStore, type StoreCase } from './store-case.ts';

const A = 'users/1';
const B = 'users/12';
const EMBEDDER = { embedder: 'compass' };
const EAST = Float32Array.of(1, 0, 0);
const NORTH = Float32Array.of(0, 1, 0);

async function nearest(
  store: Store,
  namespace: string,
  vector: Float32Array,
  options = {},
): Promise<readonly string[]> {
  const query = { embedder: 'compass', vector };
  const hits = (await store.search?.nearest(namespace, query, { limit: 5, now: 1, ...options })) ?? [];
  return hits.map((hit) => hit.id);
}

async function lexical(
  store: Store,
  namespace: string,
  query: string,
  options = {},
): Promise<readonly string[]> {
  const hits = (await store.search?.lexical(namespace, query, { limit: 5, now: 1, ...options })) ?? [];
  return hits.map((hit) => hit.id);
}

/** Cases for isolation between namespaces, and for search if the store has its own indexes. */
export const searchCases: readonly StoreCase[] = [
  onStore('a search never returns equal texts of another namespace', async (store) => {
    const text = 'Ada Lovelace was born in London';
    await apply(store, A, { kind: 'create', text, vector: EAST }, EMBEDDER);
    await apply(store, B, { kind: 'create', text, vector: EAST }, EMBEDDER);
    await apply(store, B, { kind: 'create', text: 'only theirs: London', vector: EAST }, EMBEDDER);
    await apply(store, A, { kind: 'update', id: 'm1', text: 'Ada moved to Paris', vector: NORTH }, EMBEDDER);
    same(listTexts(await store.list(B)), [text, 'only theirs: London']);
    if (store.search !== undefined) {
      same(await lexical(store, A, 'London'), []);
      same([...(await lexical(store, B, 'London'))].toSorted(), ['m1', 'm2']);
      same((await nearest(store, B, EAST)).toSorted(), ['m1', 'm2']);
      same(await nearest(store, A, EAST), ['m1']);
    }
    const theirs = (await store.list(B)).find((entry) => entry.text === text)!;
    await apply(store, B, { kind: 'delete', id: theirs.id });
    same(listTexts(await store.list(A)), ['Ada moved to Paris']);
    same(await lexical(store, B, 'Ada'), []);
    same((await store.log(A)).length, 2);
  }),
  onStore('names and ids that look like another namespace do not reach it', async (store) => {
    const names = [
      'a',
      'a/m1',
      'n1',
      '1',
      "x' or '1'='1",
      '%',
      '_',
      '',
      'a ',
      'A',
      'a\u0000b',
      '\ud800',
      '*',
      '"',
    ];
    for (const [place, name] of names.entries()) {
      await apply(
        store,
        name,
        { kind: 'create', text: `shared word, place${place}`, vector: EAST },
        EMBEDDER,
      );
    }
    for (const [place, name] of names.entries()) {
      same(listTexts(await store.list(name)), [`shared word, place${place}`], JSON.stringify(name));
      if (store.search === undefined) continue;
      same(await lexical(store, name, 'shared'), ['m1'], JSON.stringify(name));
      same(await lexical(store, name, `place${(place + 1) % names.length}`), [], JSON.stringify(name));
      same(await nearest(store, name, EAST), ['m1'], JSON.stringify(name));
    }
    same(await store.get('a', '../b/m1'), undefined);
    same(await store.get('a', "m1' or '1'='1"), undefined);
    same([...(await store.namespaces())].toSorted(), names.toSorted());
  }),
  onStore('an updated entry is not found by its old words or vector', async (store) => {
    if (store.search === undefined) return;
    await apply(store, A, { kind: 'create', text: 'the heron by the lake', vector: EAST }, EMBEDDER);
    await apply(
      store,
      A,
      { kind: 'create', text: 'something else', vector: Float32Array.of(0.5, 0.5, 0) },
      EMBEDDER,
    );
    same(await lexical(store, A, 'heron'), ['m1']);
    same(await nearest(store, A, EAST), ['m1', 'm2']);
    await apply(store, A, { kind: 'update', id: 'm1', text: 'the kestrel', vector: NORTH }, EMBEDDER);
    same(await lexical(store, A, 'heron lake'), []);
    same(await lexical(store, A, 'kestrel'), ['m1']);
    same(await nearest(store, A, EAST), ['m2', 'm1']);
    await apply(store, A, { kind: 'update', id: 'm1', text: 'without a vector' });
    same(await nearest(store, A, EAST), ['m2']);
    same(
      (await store.vectors.missing(A)).map((entry) => entry.id),
      ['m1'],
    );
    await apply(store, A, { kind: 'delete', id: 'm2' });
    same(await nearest(store, A, EAST), []);
    same(await lexical(store, A, 'something else'), []);
  }),
  onStore('an update that keeps the text keeps the vector', async (store) => {
    await apply(store, A, { kind: 'create', text: 'same', vector: EAST }, EMBEDDER);
    await apply(store, A, { kind: 'update', id: 'm1', text: 'same', meta: { seen: true } });
    same([...((await store.vectors.all(A))?.vectors.get('m1') ?? [])], [1, 0, 0]);
  }),
  onStore('filters and expiry apply before ranking', async (store) => {
    if (store.search === undefined) return;
    for (let number = 0; number < 40; number++) {
      await apply(
        store,
        A,
        {
          kind: 'create',
          text: `bird number ${number}`,
          meta: { number, kind: number % 10 === 9 ? 'rare' : 'common' },
          vector: Float32Array.of(1, number / 100, 0),
          ...(number === 39 ? { expiresAt: 5 } : {}),
        },
        EMBEDDER,
      );
    }
    const filter = { kind: 'rare' };
    same(await nearest(store, A, EAST, { filter }), ['m10', 'm20', 'm30', 'm40']);
    same(await nearest(store, A, EAST, { filter, now: 5 }), ['m10', 'm20', 'm30']);
    same((await lexical(store, A, 'bird', { filter, now: 5 })).toSorted(), ['m10', 'm20', 'm30']);
    same(await nearest(store, A, EAST, { filter: { number: { from: 20, to: 22 } }, limit: 2 }), [
      'm21',
      'm22',
    ]);
    same((await lexical(store, A, 'bird', { filter: { number: { from: 20, to: 22 } } })).toSorted(), [
      'm21',
      'm22',
      'm23',
    ]);
    same(await lexical(store, A, 'bird', { filter: { kind: 'unknown' } }), []);
    same(await lexical(store, A, 'bird', { limit: 0 }), []);
  }),
  onStore('other namespaces do not affect a ranking', async (store) => {
    if (store.search === undefined) return;
    for (const text of [
      'common alpha alpha',
      'common beta beta beta',
      'common alpha beta',
      'common gamma gamma gamma',
      'common common common',
    ]) {
      await create(store, A, text);
    }
    const query = 'common alpha beta';
    const before = await lexical(store, A, query);
    same(before.length, 5);
    const others = Array.from({ length: 200 }, () => ({
      kind: 'create' as const,
      text: 'alpha alpha gamma',
    }));
    await store.commit(B, others, { time: 1 });
    same(await lexical(store, A, query), before);
  }),
  onStore('a query is plain words without operators', async (store) => {
    if (store.search === undefined) return;
    await create(store, A, 'alpha beta');
    for (const query of [
      '',
      ' ',
      '"',
      'alpha"',
      'AND',
      'NEAR(alpha)',
      'alpha*',
      '-alpha',
      'a:b',
      "';--",
      '\u0000',
      '\ud800',
      '(',
      '& | !',
    ]) {
      const hits = await lexical(store, A, query);
      same(hits, query.includes('alpha') ? ['m1'] : [], JSON.stringify(query));
    }
  }),
  onStore(
    'a vector of another length or embedder, or with NaN, is an error and writes nothing',
    async (store) => {
      await apply(store, A, { kind: 'create', text: 'one', vector: EAST }, EMBEDDER);
      const attempts: readonly (readonly [string, () => Promise<unknown>])[] = [
        [
          'bad-vector',
          () => apply(store, A, { kind: 'create', text: 'x', vector: Float32Array.of(1, NaN, 0) }, EMBEDDER),
        ],
        [
          'bad-vector',
          () =>
            apply(store, A, { kind: 'create', text: 'x', vector: Float32Array.of(1, Infinity, 0) }, EMBEDDER),
        ],
        ['bad-vector', () => apply(store, A, { kind: 'create', text: 'x', vector: EAST })],
        [
          'bad-vector',
          () => apply(store, A, { kind: 'create', text: 'x', vector: new Float32Array(0) }, EMBEDDER),
        ],
        [
          'embedder-mismatch',
          () => apply(store, A, { kind: 'create', text: 'x', vector: Float32Array.of(1, 0) }, EMBEDDER),
        ],
        [
          'embedder-mismatch',
          () => apply(store, A, { kind: 'create', text: 'x', vector: EAST }, { embedder: 'sextant' }),
        ],
        ['embedder-mismatch', () => store.vectors.put(A, { embedder: 'sextant', dimensions: 3 }, [])],
      ];
      for (const [kind, attempt] of attempts) {
        const error = await failure(attempt);
        check(AtomMemError.isInstance(error), `expected an AtomMemError, got ${error}`);
        same(error.code, kind);
        check(
          kind !== 'embedder-mismatch' || error.remedy.includes('reembed'),
          `the remedy should name reembed: ${error.remedy}`,
        );
      }
      if (store.search !== undefined) {
        const error = await failure(() => nearest(store, A, Float32Array.of(1, 0)));
        same((error as AtomMemError).code, 'embedder-mismatch');
      }
      same(listTexts(await store.list(A)), ['one']);
      same(await store.vectors.space(A), { embedder: 'compass', dimensions: 3 });
      await apply(store, A, { kind: 'create', text: 'two', vector: NORTH }, EMBEDDER);
      await apply(
        store,
        B,
        { kind: 'create', text: 'any length', vector: Float32Array.of(1, 0) },
        { embedder: 'sextant' },
      );
    },
  ),
  onStore('vectors are returned unchanged', async (store, context) => {
    const vector = Float32Array.of(0.1, -3.25e-20, 7e10);
    await apply(store, A, { kind: 'create', text: 'one', vector }, EMBEDDER);
    const read = async (opened: Store): Promise<void> => {
      same([...(await opened.vectors.all(A))!.vectors.get('m1')!], [...vector]);
    };
    await read(store);
    if (context.reopen === undefined) return;
    const again = await context.reopen(store);
    await read(again);
    same(await nearest(again, A, vector), again.search === undefined ? [] : ['m1']);
    await again.close();
  }),
  onStore(
    'entries without vectors are embedded later, and a namespace moves to another embedder',
    async (store) => {
      for (const text of ['aaa', 'bbb', 'ccc']) await create(store, A, text);
      await apply(store, A, { kind: 'update', id: 'scratchpad', text: 'never embedded' });
      const first = letterEmbedder('first');
      same((await embedMissing(store, A, first, { batchSize: 2 })).embedded, 3);
      same((await embedMissing(store, A, first)).embedded, 0);
      same(await store.vectors.space(A), { embedder: 'first', dimensions: 26 });
      const second = letterEmbedder('second', 7);
      same((await reembed(store, A, second)).embedded, 3);
      same(await store.vectors.space(A), { embedder: 'second', dimensions: 7 });
      if (store.search === undefined) return;
      const [vector] = await second.embed(['bbb'], 'query');
      const hits = await store.search.nearest(
        A,
        { embedder: 'second', vector: vector! },
        { limit: 1, now: 1 },
      );
      same(
        hits.map((hit) => hit.id),
        ['m2'],
      );
    },
  ),
  onStore(
    'if the embedder rejects an entry, its id is reported and the others are embedded',
    async (store) => {
      const letters = letterEmbedder('picky');
      const picky = {
        ...letters,
        embed: (texts: readonly string[], role: 'query' | 'entry') => {
          if (texts.some((text) => text.length > 20)) throw new Error('the text is too long');
          return letters.embed(texts, role);
        },
      };
      for (const text of ['short', 'far too long for this embedder', 'brief']) await create(store, A, text);
      const refused = [{ id: 'm2', reason: 'the text is too long' }];
      same(await reembed(store, A, picky), { embedded: 2, refused });
      same(await embedMissing(store, A, picky), { embedded: 0, refused });
      const named: unknown[] = [];
      const retriever = storeRetriever({ embedder: picky, onUnembedded: (some) => named.push(...some) });
      const memory = openMemory({ store, namespace: A, retriever, clock: () => 1 });
      same(listTexts(await memory.read('brief', { limit: 1 })), ['brief']);
      const found = listTexts(await memory.read('embedder'));
      check(found.includes('far too long for this embedder'), `found by words: ${found}`);
      same(named, refused);
      await memory.create('this one cannot be embedded either');
      const later = listTexts(await memory.read('either'));
      check(later.includes('this one cannot be embedded either'), `found by words: ${later}`);
    },
  ),
  onStore('an emptied namespace accepts another embedder', async (store) => {
    await apply(store, A, { kind: 'create', text: 'one', vector: EAST }, EMBEDDER);
    await apply(store, A, { kind: 'delete', id: 'm1' });
    const other = letterEmbedder('other', 7);
    same((await reembed(store, A, other)).embedded, 0);
    same(await store.vectors.space(A), { embedder: 'other', dimensions: 7 });
    const [vector] = await other.embed(['two'], 'entry');
    await apply(store, A, { kind: 'create', text: 'two', vector: vector! }, { embedder: 'other' });
    same((await reembed(store, B, other)).embedded, 0);
    same(await store.vectors.space(B), undefined);
  }),
  onStore('a vector of an outdated text is ignored', async (store) => {
    await create(store, A, 'one');
    await apply(store, A, { kind: 'update', id: 'm1', text: 'two' });
    const space = { embedder: 'compass', dimensions: 3 };
    await store.vectors.put(A, space, [
      { id: 'm1', version: 1, vector: EAST },
      { id: 'm9', version: 1, vector: EAST },
    ]);
    same(
      (await store.vectors.missing(A)).map((entry) => entry.id),
      ['m1'],
    );
  }),
  onStore(
    'texts are returned unchanged: long ones, NUL, lone surrogates and others',
    async (store, context) => {
      const texts = [
        `${'ten megabytes '.repeat((context.longestText ?? 10_500_000) / 14)}end`,
        'a\u0000b',
        '\u0000',
        '\ud800 alone, \udfff alone, \ud83d\ude00 together',
        '\u0001already escaped? \\u0000',
        '\u0001',
        '"quoted" \\ and \u2028 \ufeff \r\n',
        "Robert'); drop table entry;--",
      ];
      for (const text of texts)
        await apply(
          store,
          A,
          { kind: 'create', text, meta: { text: text.slice(0, 40) } },
          { actor: text.slice(0, 40) },
        );
      const check = async (opened: Store): Promise<void> => {
        const entries = await opened.list(A);
        for (const [place, text] of texts.entries()) {
          same(entries[place]?.text === text, true, `text ${place}`);
          same(entries[place]?.meta, { text: text.slice(0, 40) });
        }
        const log = await opened.log(A);
        for (const [place, text] of texts.entries()) same(log[place]?.actor, text.slice(0, 40));
      };
      await check(store);
      same(await lexical(store, A, 'robert'), store.search === undefined ? [] : ['m8']);
      if (context.reopen === undefined) return;
      const again = await context.reopen(store);
      await check(again);
      await again.close();
    },
  ),
];
