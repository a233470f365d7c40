/**
 * Times exact search, best 6 of rows of 384 numbers, with each kind of kernel: `node bench/search.ts [rows …]`.
 * Default: 10 000, 100 000 and 1 000 000 rows (2 GiB of memory), random unit vectors, seed 1.
 */
import { mixBits } from '../src/embed/hash.ts';
import { createFlatIndex, type FlatIndex } from '../src/search/flat-index.ts';
import { createSearchSpace, type SearchSpace } from '../src/search/search-space.ts';
import { createTypescriptKernels } from '../src/search/typescript-kernels.ts';

const DIMENSIONS = 384;
const LIMIT = 6;
const SEED = 1;
/** The kernels in TypeScript are given no more: they only serve as a measure. */
const MOST_TYPESCRIPT_ROWS = 100_000;

/** The space is shared by all measurements, so that one takes the memory that the last gave back. */
const wasm = createSearchSpace();
if (wasm.kernels.kind !== 'wasm') throw new Error('WebAssembly SIMD is missing here: use Node 22 or later');

const sizes = process.argv.slice(2).map(Number);
console.log(`exact search, best ${LIMIT}, ${DIMENSIONS} dimensions, seed ${SEED}, Node ${process.version}`);
for (const rows of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) measure(rows);

function measure(rows: number): void {
  const f32 = filled(rows, Number.POSITIVE_INFINITY);
  const exact = report(rows, 'WASM SIMD f32', f32, rows > 200_000 ? 15 : 101);
  if (rows <= MOST_TYPESCRIPT_ROWS) {
    const index = filled(rows, Number.POSITIVE_INFINITY, createSearchSpace(createTypescriptKernels()));
    const plain = report(rows, 'TypeScript', index, 11);
    console.log(`${' '.repeat(10)}  WASM is ${(plain.median / exact.median).toFixed(1)} times as fast`);
    index.clear();
  }
  f32.clear();
  if (rows < 50_000) return;
  const bytes = filled(rows, 0);
  const started = performance.now();
  bytes.search(createVector(-1), LIMIT);
  console.log(`${' '.repeat(10)}  int8 made in ${(performance.now() - started).toFixed(0)} ms`);
  const { found } = report(rows, 'WASM SIMD int8 + f32', bytes, rows > 200_000 ? 31 : 101);
  const recalled = found.filter((id, place) => id === exact.found[place]).length;
  console.log(
    `${' '.repeat(10)}  recall@${LIMIT} against f32: ${(recalled / exact.found.length).toFixed(3)}`,
  );
  bytes.clear();
}

function filled(rows: number, quantiseFrom: number, space: SearchSpace = wasm): FlatIndex {
  const index = createFlatIndex(DIMENSIONS, { space, quantiseFrom });
  for (let row = 0; row < rows; row++) index.set(`m${row}`, createVector(row));
  return index;
}

function report(rows: number, label: string, index: FlatIndex, rounds: number) {
  const times: number[] = [];
  const found: string[] = [];
  for (let round = -3; round < rounds; round++) {
    const query = createVector(-2 - Math.abs(round % 15));
    const started = performance.now();
    const hits = index.search(query, LIMIT);
    if (round < 0) continue;
    times.push(performance.now() - started);
    if (round < 11) found.push(...hits.map((hit) => hit.id));
  }
  times.sort((left, right) => left - right);
  const median = times[Math.floor(times.length / 2)]!;
  const slow = times[Math.floor(times.length * 0.95)]!;
  console.log(
    `${String(rows).padStart(10)}  ${label.padEnd(20)}  p50 ${median.toFixed(3)} ms  p95 ${slow.toFixed(3)} ms`,
  );
  return { median, found };
}

function createVector(row: number): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  let state = mixBits(SEED * 7919 + row);
  for (let place = 0; place < DIMENSIONS; place++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    vector[place] = (state >>> 8) / 2 ** 23 - 1;
  }
  return vector;
}
