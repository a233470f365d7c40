/**
 * Tests of the vector indexes.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { undoOperation } from '../../memory/undo.ts';
import type { Write } from '../../memory/write.ts';
import { createSqliteStore, type SqliteStore } from './sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'atommem-vectors-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NAMESPACES = ['users/1', 'users/12', 'users/2'];
let files = 0;

/** Different directions, so that no two rankings are equal. */
const createVector = (seed: number): Float32Array => Float32Array.of(Math.cos(seed), Math.sin(seed), 0.25);

type Step = readonly [
  namespace: number,
  verb: 'create' | 'update' | 'delete' | 'undo' | 'purge' | 'move',
  number,
];

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.nat(NAMESPACES.length - 1),
  fc.constantFrom('create', 'create', 'create', 'update', 'delete', 'undo', 'purge', 'move'),
  fc.nat(1000),
);

async function take(store: SqliteStore, [place, verb, seed]: Step): Promise<void> {
  const namespace = NAMESPACES[place]!;
  const { embedder = 'e' } = (await store.vectors.space(namespace)) ?? {};
  const generation = await store.generation(namespace);
  const id = `m${1 + (seed % (generation + 1))}`;
  const commit = (write: Write): Promise<unknown> => store.commit(namespace, [write], { time: 1, embedder });
  const [text, vector] = [`text ${seed}`, createVector(seed)];
  if (verb === 'create') await commit({ kind: 'create', text, vector });
  if (verb === 'update') await commit({ kind: 'update', id, text, vector });
  if (verb === 'delete') await commit({ kind: 'delete', id });
  if (verb === 'undo') await undoOperation(store, namespace, 1 + (seed % (generation + 1)), { time: 1 });
  if (verb === 'purge') await store.purge(namespace, [id], { time: 1 });
  if (verb !== 'move') return;
  const vectors = (await store.list(namespace)).map(({ id, version }) => ({
    id,
    version,
    vector: createVector(seed + version),
  }));
  await store.vectors.put(namespace, { embedder: `e${seed}`, dimensions: 3 }, vectors, { replace: true });
}

/** The nearest entries by what the store says of vectors, without an index. */
async function readAll(
  store: SqliteStore,
  namespace: string,
  query: Float32Array,
): Promise<readonly string[]> {
  const vectors = (await store.vectors.all(namespace))?.vectors ?? new Map<string, Float32Array>();
  const cosine = (vector: Float32Array): number =>
    vector.reduce((sum, value, axis) => sum + value * query[axis]!, 0) / Math.hypot(...vector);
  const scored = [...vectors].map(([id, vector]) => ({ id, score: cosine(vector) }));
  return scored.toSorted((left, right) => right.score - left.score).map(({ id }) => id);
}

test('indexes follow the writes of all processes, cached or evicted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
      const path = join(folder, `${files++}.db`);
      const options = { path, synchronous: 'normal' } as const;
      // One holds all indexes, the other hardly one.
      const stores = [createSqliteStore(options), createSqliteStore({ ...options, vectorMemory: 40 })];
      for (const [place, taken] of steps.entries()) {
        await take(stores[place % 2]!, taken);
        const namespace = NAMESPACES[place % NAMESPACES.length]!;
        const space = await stores[0]!.vectors.space(namespace);
        if (space === undefined) continue;
        const query = { embedder: space.embedder, vector: createVector(place / 3 + 0.1) };
        const expected = await readAll(stores[0]!, namespace, query.vector);
        for (const store of stores) {
          const hits = await store.search!.nearest(namespace, query, { limit: 1000, now: 1 });
          const scores = hits.map((hit) => hit.score);
          expect(hits.map((hit) => hit.id).toSorted()).toEqual(expected.toSorted());
          expect(scores).toEqual(scores.toSorted((left, right) => right - left));
          // Two vectors may be the same: then either may stand first.
          if (new Set(scores).size === scores.length) expect(hits.map((hit) => hit.id)).toEqual(expected);
        }
      }
      for (const store of stores) await store.close();
    }),
    { numRuns: 8, endOnFailure: true },
  );
});
