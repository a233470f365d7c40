/**
 * Compares the HNSW index of PostgreSQL with exact search, best 10 of 50 queries: `node bench/hnsw.ts [rows]`
 * (default: 5000 rows of 384 numbers). Uses an embedded server (PGlite), or that of
 * `ATOMMEM_TEST_POSTGRES_URL`. Rows that vary in 24 directions, with noise, stand for embeddings, because
 * texts of one kind vary in few directions. Random rows are the worst case.
 *
 * @module
 */

import { PGlite } from '@electric-sql/pglite';
import { vector as pgvector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { mixBits } from '../src/embed/hash.ts';
import { createFlatIndex } from '../src/search/flat-index.ts';
import { createPostgresStore } from '../src/store/postgres/postgres-store.ts';

const DIMENSIONS = 384;
const DIRECTIONS = 24;
const NOISE = 0.3;
const QUERIES = 50;
const LIMIT = 10;
const BATCH = 1000;
const rows = Number(process.argv[2] ?? 5000);

const given = process.env.ATOMMEM_TEST_POSTGRES_URL;
const database = given === undefined ? await PGlite.create({ extensions: { vector: pgvector } }) : undefined;
const server =
  database && new PGLiteSocketServer({ db: database, port: 0, host: '127.0.0.1', maxConnections: 10 });
await server?.start();
const url = given ?? `postgres://postgres@${server!.getServerConn()}/postgres`;

console.log(`index of neighbours, best ${LIMIT} of ${rows} rows, ${DIMENSIONS} dimensions, seed 1`);
await measure('in 24 directions', inDirections);
await measure('random', random);
await server?.stop();
await database?.close();

async function measure(kind: string, vectorAt: (place: number) => Float32Array): Promise<void> {
  const schema = `bench_${process.pid}_${kind.replaceAll(' ', '_')}`;
  const store = await createPostgresStore({ url, schema, connections: 1, hnswFrom: rows });
  const exact = createFlatIndex(DIMENSIONS);
  for (let start = 0; start < rows; start += BATCH) {
    const writes = Array.from({ length: Math.min(BATCH, rows - start) }, (_, step) => {
      const vector = vectorAt(start + step);
      exact.set(`m${start + step + 1}`, vector);
      return { kind: 'create' as const, text: `entry ${start + step}`, vector };
    });
    await store.commit('bench', writes, { time: 1, embedder: 'bench' });
  }
  const started = performance.now();
  await store.search.buildIndex('bench');
  const built = performance.now() - started;
  const times: number[] = [];
  let found = 0;
  for (let place = -1; place >= -QUERIES; place--) {
    const vector = vectorAt(place);
    const expected = new Set(exact.search(vector, LIMIT).map((hit) => hit.id));
    const before = performance.now();
    const hits = await store.search.nearest('bench', { embedder: 'bench', vector }, { limit: LIMIT, now: 1 });
    times.push(performance.now() - before);
    found += hits.filter((hit) => expected.has(hit.id)).length;
  }
  const median = times.toSorted((left, right) => left - right)[QUERIES / 2]!;
  console.log(
    `  ${kind.padEnd(16)} recall@${LIMIT} ${(found / (QUERIES * LIMIT)).toFixed(3)}` +
      `   p50 ${median.toFixed(1)} ms   built in ${(built / 1000).toFixed(1)} s`,
  );
  exact.clear();
  await store.close();
}

function inDirections(place: number): Float32Array {
  const vector = random(place).map((value) => NOISE * value);
  for (let direction = 0; direction < DIRECTIONS; direction++) {
    const weight = numberAt(3e6 + place * DIRECTIONS + direction);
    const axes = random(7e6 + direction);
    for (let axis = 0; axis < DIMENSIONS; axis++) vector[axis]! += weight * axes[axis]!;
  }
  return vector;
}

function random(place: number): Float32Array {
  return Float32Array.from({ length: DIMENSIONS }, (_, axis) => numberAt(place * DIMENSIONS + axis));
}

/** Returns a number from -1 to 1. */
function numberAt(place: number): number {
  return mixBits(place) / 2 ** 31 - 1;
}
