/**
 * Tests of `createMemory` and of what `apply` does with values that are not operations.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { hashingEmbedder } from '../embed/hashing.ts';
import { AtomMemError } from '../shared/error.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { ABLATIONS, ablate } from './ablate.ts';
import { createMemory } from './create-memory.ts';
import type { Operation } from './operation.ts';
import type { Store } from './store.ts';

describe('create, read, update and delete', () => {
  test('each returns its effect', async () => {
    const memory = createMemory({ clock: () => 7 });
    const created = await memory.create('Ada prefers trains.', { meta: { sources: ['d1'] } });
    expect(created).toMatchObject({ applied: true, id: 'm1', entry: { text: 'Ada prefers trains.' } });
    expectTypeOf(created.id).toEqualTypeOf<string>();
    expect(await memory.read('trains')).toEqual([created.entry]);
    const updated = await memory.update('m1', 'Ada prefers night trains.', { expectedVersion: 1 });
    expect(updated).toMatchObject({ id: 'm1', previous: created.entry, entry: { version: 2 } });
    await memory.update('scratchpad', 'travel');
    expect((await memory.observe()).scratchpad).toBe('travel');
    expect(await memory.delete('m1')).toMatchObject({ id: 'm1', entry: updated.entry });
    expect(await memory.entries()).toEqual([]);
  });

  test.each<[string, (memory: ReturnType<typeof createMemory>) => Promise<unknown>]>([
    ['empty-text', (memory) => memory.create('  ')],
    ['malformed-operation', (memory) => memory.create(undefined as unknown as string)],
    ['no-such-entry', (memory) => memory.update('m9', 'x')],
    ['version-conflict', (memory) => memory.update('m1', 'x', { expectedVersion: 5 })],
    ['no-such-entry', (memory) => memory.delete('m9')],
  ])('a refusal throws with the reason %s', async (reason, attempt) => {
    const memory = createMemory();
    await memory.create('one');
    await expect(attempt(memory)).rejects.toMatchObject({ code: 'operation-refused', details: { reason } });
  });

  test.each<[string, (memory: ReturnType<typeof createMemory>) => unknown]>([
    ['query', (memory) => memory.read(undefined as unknown as string)],
    ['limit', (memory) => memory.read('x', { limit: Number.NaN })],
    ['limit', (memory) => memory.read('x', { limit: '6' as unknown as number })],
    ['filter', (memory) => memory.read('x', { filter: 'kind' as never })],
    ['query', async (memory) => memory.pose(3 as unknown as string)],
    ['id', async (memory) => memory.update(1 as unknown as string, 'x')],
    ['operations', (memory) => memory.apply({ op: 'create', text: 'x' } as never)],
  ])('a wrong argument is named: %s', async (option, attempt) => {
    await expect((async () => attempt(createMemory()))()).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining(`"${option}" is `),
      details: { option },
    });
  });
});

test('the store searches, with vectors if an embedder is given', async () => {
  const store = inMemoryStore();
  const calls: string[] = [];
  const counting: Store = {
    ...store,
    search: {
      lexical(...given) {
        calls.push('words');
        return store.search!.lexical(...given);
      },
      nearest(...given) {
        calls.push('vectors');
        return store.search!.nearest(...given);
      },
    },
  };
  const memory = createMemory({ store: counting });
  await memory.create('night trains');
  expect(await memory.read('trains')).toHaveLength(1);
  expect(calls).toEqual(['words']);
  const embedded = createMemory({ store: counting, embedder: hashingEmbedder() });
  expect(await embedded.read('train')).toHaveLength(1);
  expect(calls.toSorted()).toEqual(['vectors', 'words', 'words']);
});

test('an invalid option is reported with the accepted values', () => {
  const wrong = { readTiming: 'later' as 'same-step' };
  expect(() => createMemory(wrong)).toThrow(/"readTiming" is "later"\. Pass one of next-step, same-step/);
  expect(() => createMemory({ k: 2.5 })).toThrow(/"k" is 2.5/);
});

test('texts that differ in case, spacing or Unicode form are duplicates', async () => {
  const memory = createMemory({ duplicates: 'refuse' });
  const texts = ['Café on the corner', 'Cafe\u0301 on the corner', 'CAFÉ  on the\ncorner'];
  const effects = await memory.apply(texts.map((text) => ({ op: 'create', text })));
  expect(effects.map((effect) => effect.applied || effect.reason)).toEqual([true, 'duplicate', 'duplicate']);
});

describe('apply', () => {
  const throwing = {
    get op(): string {
      throw new Error('read me not');
    },
  };
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const wrongValues: readonly (readonly [unknown, RegExp])[] = [
    [{ op: 'create', text: null }, /"text" is null, expected a string/],
    [{ op: 'create' }, /"text" is undefined/],
    [{ op: 'add', text: 'x' }, /"op" is "add", expected create, read, update or delete/],
    [{ op: 'update', target: 'm1', text: 'x' }, /"target" is "m1", expected \{ slot: 1 \}/],
    [{ op: 'update', target: { slot: Number.NaN }, text: 'x' }, /"target"/],
    [{ op: 'delete', target: { slot: 1, id: 'm1' } }, /"target"/],
    [{ op: 'delete', target: { id: 'm1' }, expectedVersion: Number.NaN }, /"expectedVersion" is NaN/],
    [{ op: 'create', text: 'x', expiresAt: Infinity }, /"expiresAt" is Infinity/],
    [{ op: 'create', text: 'x', meta: [1] }, /"meta" is \[1\]/],
    [{ op: 'create', text: 'x', meta: cycle }, /"meta" is an object/],
    [{ op: 'create', text: 'x', meta: { count: 1n } }, /"meta"/],
    [{ op: 'read', query: 5 }, /"query" is 5/],
    [throwing, /a property throws/],
    [null, /an operation is an object, got null/],
    ['create', /got "create"/],
    [undefined, /got undefined/],
  ];

  test.each(wrongValues.map(([wrong, message]) => ({ wrong, message })))(
    'refuses a value with $message and applies the rest',
    async ({ wrong, message }) => {
      const memory = createMemory();
      const good = (text: string): Operation => ({ op: 'create', text });
      const effects = await memory.apply([good('before'), wrong as Operation, good('after')]);
      expect(effects.map((effect) => effect.applied || effect.reason)).toEqual([
        true,
        'malformed-operation',
        true,
      ]);
      expect(effects[1]).toMatchObject({ message: expect.stringMatching(message) });
      expect(effects[1]!.operation).toBe(wrong);
      expect(await memory.entries()).toHaveLength(2);
    },
  );

  test('never throws on arbitrary values, and applies every operation among them', async () => {
    const key = fc.constantFrom('op', 'text', 'query', 'target', 'meta', 'expiresAt', 'expectedVersion');
    const value = fc.oneof(
      fc.jsonValue(),
      fc.anything(),
      fc.constantFrom('create', 'read', 'update', 'delete', 'scratchpad'),
      fc.record({ slot: fc.oneof(fc.integer(), fc.double()) }),
      fc.record({ id: fc.constantFrom('m1', 'scratchpad', '') }),
    );
    const junk = fc.oneof(fc.jsonValue(), fc.anything(), fc.dictionary(key, value));
    const ablations = fc.subarray([...ABLATIONS]);
    await fc.assert(
      fc.asyncProperty(fc.array(junk, { maxLength: 8 }), ablations, async (values, gone) => {
        const memory = createMemory({ duplicates: 'refuse' });
        const operations = values.flatMap((wrong, place): Operation[] => [
          { op: 'create', text: `good ${place}` },
          wrong as Operation,
        ]);
        const effects = await memory.apply(operations);
        expect(effects.map((effect) => effect.operation)).toEqual(operations);
        const good = effects.filter((_, place) => place % 2 === 0);
        expect(good.every((effect) => effect.applied)).toBe(true);
        expect(await ablate(createMemory(), gone).apply(operations)).toHaveLength(operations.length);
      }),
      { numRuns: 150 },
    );
  });

  test('later changes to the given metadata do not affect the store', async () => {
    const memory = createMemory();
    const meta = { sources: ['d1'] };
    await memory.create('one', { meta });
    meta.sources.push('d2');
    expect((await memory.entries())[0]!.meta).toEqual({ sources: ['d1'] });
  });

  test('a key of another call is an invalid argument', async () => {
    const memory = createMemory();
    await memory.apply([{ op: 'create', text: 'one' }], { key: 'k' });
    const error = await memory
      .apply(
        [
          { op: 'create', text: 'two' },
          { op: 'create', text: 'three' },
        ],
        { key: 'k' },
      )
      .catch((thrown: unknown) => thrown);
    expect(AtomMemError.isInstance(error, 'bad-argument')).toBe(true);
  });
});

test('names a store that was not waited for', () => {
  const store = Promise.resolve(inMemoryStore()) as never;
  expect(() => createMemory({ store })).toThrow('Wait for it');
});

test('names options that are not an object', async () => {
  await expect(createMemory().read('Ada', null as never)).rejects.toThrow('options');
});
