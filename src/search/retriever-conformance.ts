/**
 * The conformance suite of retrievers.
 *
 * @module
 */
import type { Entry, EntryId } from '../memory/entry.ts';
import type { EntryIndex, Hit, Retriever } from '../memory/retriever.ts';
import type { JsonObject } from '../shared/json.ts';

/** One requirement for every retriever. `run` throws if the retriever does not meet it. */
export interface RetrieverCase {
  readonly name: string;
  run(createRetriever: () => Retriever): Promise<void>;
}

const SMITH = 'Smith was born in Lisbon, a harbour city of Portugal';
const RIVER = 'The Danube river crosses ten countries before the sea';
const GUITAR = 'A guitar has six strings and a wooden body';

/**
 * Conformance cases for `Retriever`, for any test runner. They apply to retrievers that match words or
 * meaning: shared words must rank an entry first.
 * @example
 * import { lexicalRetriever } from 'atommem';
 *
 * for (const { name, run } of retrieverCases) test(name, () => run(() => lexicalRetriever()));
 */
export const retrieverCases: readonly RetrieverCase[] = [
  onIndex('an empty index finds nothing', async (index) => {
    same(await index.search('anything', { limit: 6 }), []);
  }),
  onIndex('the entry that shares the words of the query comes first', async (index) => {
    await index.add([entry('a', SMITH), entry('b', RIVER), entry('c', GUITAR)]);
    same((await find(index, 'which river crosses countries'))[0], 'b');
    same((await find(index, 'strings of a guitar'))[0], 'c');
  }),
  onIndex('no more hits than the limit, best first, each once', async (index) => {
    await index.add(many(30, (number) => `river ${'stone '.repeat(number % 7)}number ${number}`));
    for (const limit of [0, 1, 6, 100]) {
      const hits = await index.search('river stone', { limit });
      check(hits.length <= limit, `${hits.length} hits for limit ${limit}`);
      check(new Set(hits.map((hit) => hit.id)).size === hits.length, 'an entry is found twice');
      check(isDescending(hits), `scores do not descend: ${hits.map((hit) => hit.score)}`);
    }
    same((await find(index, 'river stone', 6)).length, 6);
  }),
  onIndex('ties are broken by the order of addition, which a replacement keeps', async (index) => {
    await index.add(['d', 'b', 'a', 'c'].map((id) => entry(id, RIVER)));
    await index.add([entry('b', RIVER)]);
    same(await find(index, RIVER), ['d', 'b', 'a', 'c']);
  }),
  onIndex('a replaced entry is found by its new text only', async (index) => {
    await index.add([entry('a', SMITH), entry('b', GUITAR)]);
    await index.add([entry('a', RIVER), entry('c', SMITH)]);
    same((await find(index, SMITH))[0], 'c');
    same((await find(index, RIVER))[0], 'a');
  }),
  onIndex('the last of two equal ids in one call counts', async (index) => {
    await index.add([entry('a', SMITH), entry('b', GUITAR), entry('a', RIVER)]);
    same((await find(index, RIVER))[0], 'a');
    same((await find(index, SMITH)).filter((id) => id === 'a').length <= 1, true);
  }),
  onIndex('a removed entry is not found and can be added again; unknown ids are ignored', async (index) => {
    await index.add([entry('a', SMITH), entry('b', RIVER)]);
    index.remove(['a', 'unknown', 'a']);
    check(!(await find(index, SMITH)).includes('a'), 'a removed entry is found');
    await index.add([entry('a', SMITH)]);
    same((await find(index, SMITH))[0], 'a');
  }),
  {
    name: 'results depend on the stored entries, not on their history',
    async run(createRetriever) {
      const retriever = createRetriever();
      const [wound, straight] = [retriever.createIndex(), retriever.createIndex()];
      await wound.add(many(20, (number) => `river stone ${number} ${SMITH}`));
      await wound.add([entry('m3', GUITAR), entry('m5', RIVER)]);
      wound.remove(many(20, () => '').flatMap(({ id }) => (['m3', 'm5', 'm7'].includes(id) ? [] : [id])));
      await straight.add([entry('m3', GUITAR), entry('m5', RIVER), entry('m7', `river stone 7 ${SMITH}`)]);
      for (const query of ['river stone', SMITH, 'guitar with six strings']) {
        const hits = await wound.search(query, { limit: 6 });
        const expected = await straight.search(query, { limit: 6 });
        same(
          hits.map((hit) => hit.id),
          expected.map((hit) => hit.id),
        );
        for (const [rank, { score }] of hits.entries()) {
          check(Math.abs(score - expected[rank]!.score) < 1e-6, `${score} is not ${expected[rank]!.score}`);
        }
        same(await wound.search(query, { limit: 6 }), hits);
      }
    },
  },
  onIndex('a filter is applied before ranking and sees the newest meta', async (index) => {
    await index.add(many(40, () => RIVER));
    await index.add([
      entry('late', `a river, ${GUITAR}`, { year: 1990 }),
      entry('x', 'river', { year: 1999 }),
    ]);
    await index.add([entry('x', 'river', { year: 1980 })]);
    const filter = { year: { from: 1985 } };
    const hits = await index.search(RIVER, { limit: 1, filter });
    same(
      hits.map((hit) => hit.id),
      ['late'],
    );
  }),
  {
    name: 'two indexes of one retriever share nothing',
    async run(createRetriever) {
      const retriever = createRetriever();
      const [one, other] = [retriever.createIndex(), retriever.createIndex()];
      await one.add([entry('a', SMITH)]);
      await other.add([entry('b', SMITH)]);
      same(await find(one, SMITH), ['a']);
      same(await find(other, SMITH), ['b']);
      other.remove(['a', 'b']);
      same(await find(one, SMITH), ['a']);
    },
  },
  onIndex('any string can be stored and queried', async (index) => {
    const texts = [
      '',
      ' ',
      '\u0000',
      '\ud800',
      '🦀',
      '东京是日本的首都',
      '__proto__ constructor',
      '*',
      '<a>',
    ];
    await index.add(texts.map((text, number) => entry(`m${number}`, text)));
    for (const query of texts) await index.search(query, { limit: 3 });
    check((await find(index, '日本的首都')).slice(0, 1).includes('m5'), 'text without spaces is not found');
  }),
  onIndex('a cancelled call changes nothing and is rejected', async (index) => {
    const signal = AbortSignal.abort(new Error('cancelled'));
    await rejects(() => index.add([entry('a', SMITH)], signal));
    same(await find(index, SMITH), []);
    await rejects(() => index.search(SMITH, { limit: 1, signal }));
  }),
];

function onIndex(name: string, run: (index: EntryIndex) => Promise<void>): RetrieverCase {
  return { name, run: (createRetriever) => run(createRetriever().createIndex()) };
}

function entry(id: EntryId, text: string, meta: JsonObject = {}): Entry {
  return { id, text, meta, version: 1, createdAt: 0, updatedAt: 0 };
}

function many(count: number, textOf: (number: number) => string): Entry[] {
  return Array.from({ length: count }, (_, number) => entry(`m${number}`, textOf(number)));
}

async function find(index: EntryIndex, query: string, limit = 6): Promise<readonly EntryId[]> {
  return (await index.search(query, { limit })).map((hit) => hit.id);
}

function isDescending(hits: readonly Hit[]): boolean {
  return hits.every(
    ({ score }, rank) => Number.isFinite(score) && score <= (hits[rank - 1]?.score ?? Infinity),
  );
}

function check(holds: boolean, complaint: string): void {
  if (!holds) throw new Error(complaint);
}

function same(actual: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  check(left === right, `${left} is not ${right}`);
}

async function rejects(call: () => Promise<unknown>): Promise<void> {
  const outcome = await call().then(
    () => 'resolved',
    () => 'rejected',
  );
  check(outcome === 'rejected', 'a cancelled call was not rejected');
}
