/**
 * Tests of undo, branches and exports on any history.
 *
 * @module
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceBetween, readStateAsOf } from '../memory/as-of.ts';
import { checkLog } from '../memory/check-log.ts';
import type { LogState } from '../memory/log.ts';
import type { Store } from '../memory/store.ts';
import { undoOperation, undoSince } from '../memory/undo.ts';
import type { Write } from '../memory/write.ts';
import { branchNamespace } from './branch-namespace.ts';
import { exportNamespace } from './export-namespace.ts';
import { importNamespace } from './import-namespace.ts';
import { inMemoryStore } from './in-memory.ts';

const id = fc.oneof(
  fc.constantFrom('m1', 'm2', 'm3', 'm4', 'scratchpad'),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const text = fc.string({ unit: 'binary', maxLength: 8 });
/** Without escapes: V8 13 and 14 read some escaped keys wrong (nodejs/node#63785). */
const key = fc.string({ maxLength: 2 }).filter((one) => !/["\\]/.test(one));
const meta = fc.dictionary(key, fc.oneof(fc.integer(), text), { maxKeys: 2 });
const expiresAt = fc.option(fc.integer({ min: 0, max: 50 }), { nil: null });
const vector = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 3, maxLength: 3 });

const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({
    kind: fc.constant('create' as const),
    text,
    meta,
    expiresAt,
    vector: vector.map((values) => Float32Array.from(values)),
  }),
  fc.record({ kind: fc.constant('create' as const), id, text, meta, expiresAt }),
  fc.record({ kind: fc.constant('update' as const), id, text, meta, replaceMeta: fc.boolean(), expiresAt }),
  fc.record({ kind: fc.constant('delete' as const), id }),
);

const batches = fc.array(fc.array(write, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 });

async function filled(steps: readonly (readonly Write[])[]): Promise<Store> {
  const store = inMemoryStore();
  for (const [time, writes] of steps.entries()) await store.commit('a', writes, { time, embedder: 'e' });
  return store;
}

async function exported(store: Store, namespace: string): Promise<string> {
  let lines = '';
  for await (const line of exportNamespace(store, namespace)) lines += line;
  return lines;
}

/** What entries say, without what a restored one cannot share: its version and time of change. */
function readContent(state: LogState): unknown {
  return new Map(
    [...state].map(([name, entry]) => [name, [entry.text, entry.meta, entry.expiresAt ?? null]]),
  );
}

test('any history is a complete log, and branches and exports keep every byte', async () => {
  await fc.assert(
    fc.asyncProperty(batches, async (steps) => {
      const store = await filled(steps);
      expect(checkLog(await store.log('a'))).toBeUndefined();
      const lines = await exported(store, 'a');
      await importNamespace(store, 'imported', lines.split(/(?<=[:,])/));
      expect(await exported(store, 'imported')).toBe(lines);
      await branchNamespace(store, 'a', 'branch');
      expect(await exported(store, 'branch')).toBe(lines);
    }),
    { numRuns: 60 },
  );
});

test('undoing all since a generation restores its texts', async () => {
  await fc.assert(
    fc.asyncProperty(batches, fc.nat(), async (steps, chosen) => {
      const store = await filled(steps);
      const generation = chosen % ((await store.generation('a')) + 1);
      const commits = await undoSince(store, 'a', generation, { time: 99 });
      expect(commits.every((commit) => commit.ok)).toBe(true);
      const now = await store.generation('a');
      expect(readContent(await readStateAsOf(store, 'a', now))).toEqual(
        readContent(await readStateAsOf(store, 'a', generation)),
      );
      expect(await differenceBetween(store, 'a', generation, now)).toEqual({
        created: [],
        updated: [],
        deleted: [],
      });
    }),
    { numRuns: 60 },
  );
});

test('undoing the last operation and then the undo changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(batches, async (steps) => {
      const store = await filled(steps);
      const last = await store.generation('a');
      fc.pre(last > 0);
      const after = readContent(await readStateAsOf(store, 'a', last));
      expect((await undoOperation(store, 'a', last, { time: 99 })).ok).toBe(true);
      const undone = await readStateAsOf(store, 'a', last + 1);
      expect(readContent(undone)).toEqual(readContent(await readStateAsOf(store, 'a', last - 1)));
      expect((await undoOperation(store, 'a', last + 1, { time: 99 })).ok).toBe(true);
      expect(readContent(await readStateAsOf(store, 'a', last + 2))).toEqual(after);
    }),
    { numRuns: 60 },
  );
});

test('an import with metadata too deep to write again is refused', async () => {
  const store = inMemoryStore();
  await store.commit('a', [{ kind: 'create', text: 'x', meta: { a: 'DEEP' } }], { time: 1 });
  const deep = (await exported(store, 'a')).replace('"DEEP"', '['.repeat(100_000) + ']'.repeat(100_000));
  await expect(importNamespace(store, 'b', [deep])).rejects.toThrow(
    'line 2 of the import: "meta" has more than 64',
  );
  expect(await store.generation('b')).toBe(0);
});
