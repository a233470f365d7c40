/**
 * Times exact search for the best 6 of rows of 384 numbers: `node bench/search.ts [rows …]` (default: 10 000,
 * 100 000 and 1 000 000 rows, 2 GiB of memory; random unit vectors, seed 1). If a C compiler is at hand, the
 * same search as a plain AVX2 loop is the yardstick.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mixBits } from '../src/embed/hash.ts';
import type { Hit } from '../src/memory/retriever.ts';
import { createFlatIndex, type FlatIndex } from '../src/search/flat-index.ts';
import { createSearchSpace, type SearchSpace } from '../src/search/search-space.ts';
import { createTypescriptKernels } from '../src/search/typescript-kernels.ts';

const DIMENSIONS = 384;
const LIMIT = 6;
const SEED = 1;
/** Searches before the timing begins: V8 compiles the kernels and the code around them in the background meanwhile. */
const WARM_UP = { fewest: 50, most: 5000, seconds: 1 };
/** Searches of a fresh index in the line "first searches". */
const FIRST = 100;
/** The TypeScript kernels are a measure only, so larger sizes skip them. */
const MOST_TYPESCRIPT_ROWS = 100_000;

interface Timing {
  readonly median: number;
  readonly least: number;
}

/** All measurements share one space, so that each reuses the memory of the last. */
const wasm = createSearchSpace();
if (wasm.kernels.kind !== 'wasm') throw new Error('WebAssembly SIMD is missing. Use Node 22 or later.');

const sizes = process.argv.slice(2).map(Number);
console.log(`exact search, best ${LIMIT}, ${DIMENSIONS} dimensions, seed ${SEED}, Node ${process.version}`);
const folder = mkdtempSync(join(tmpdir(), 'atommem-search-'));
try {
  const reference = compileReference(folder);
  for (const rows of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) measure(rows, reference);
} finally {
  rmSync(folder, { recursive: true });
}

function measure(rows: number, reference: string | undefined): void {
  const rounds = rows > 200_000 ? 31 : 101;
  const index = filled(rows, undefined);
  const started = performance.now();
  index.search(createVector(-1), LIMIT);
  const first = performance.now() - started;
  const early = median(Array.from({ length: FIRST }, (_, round) => time(index, round).milliseconds));
  const atommem = report(rows, 'default', index, rounds);
  index.clear();
  const f32 = filled(rows, Number.POSITIVE_INFINITY);
  const exact = report(rows, 'WASM SIMD f32', f32, rows > 200_000 ? 15 : 101);
  f32.clear();
  if (rows <= MOST_TYPESCRIPT_ROWS) {
    const plain = filled(rows, Number.POSITIVE_INFINITY, createSearchSpace(createTypescriptKernels()));
    report(rows, 'TypeScript f32', plain, 11);
    plain.clear();
  }
  const same = atommem.found.every((id, place) => id === exact.found[place]);
  console.log(
    `${' '.repeat(12)}first search ${first.toFixed(1)} ms, median of the next ${FIRST} ${early.toFixed(3)} ms, same results as f32: ${same}`,
  );
  if (reference === undefined) return;
  const c = timeReference(reference, rows, rounds);
  printTiming(rows, 'C, AVX2 + FMA', c);
  const ratio = (atommem.median / c.median).toFixed(2);
  console.log(
    `${' '.repeat(12)}default / C: ${ratio} (median), ${(atommem.least / c.least).toFixed(2)} (least)`,
  );
}

function filled(rows: number, quantiseFrom: number | undefined, space: SearchSpace = wasm): FlatIndex {
  const index = createFlatIndex(DIMENSIONS, { space, quantiseFrom });
  for (let row = 0; row < rows; row++) index.set(`m${row}`, createVector(row));
  return index;
}

function report(
  rows: number,
  label: string,
  index: FlatIndex,
  rounds: number,
): Timing & { readonly found: readonly string[] } {
  const times: number[] = [];
  const found: string[] = [];
  warmUp(index);
  for (let round = 0; round < rounds; round++) {
    const { hits, milliseconds } = time(index, round);
    times.push(milliseconds);
    if (round < 11) found.push(...hits.map((hit) => hit.id));
  }
  times.sort((left, right) => left - right);
  const timing = { median: median(times), least: times[0]! };
  printTiming(rows, label, timing);
  return { ...timing, found };
}

function warmUp(index: FlatIndex): void {
  // Processor time: on a busy machine, little happens in a second.
  const started = process.cpuUsage().user;
  for (let round = 0; round < WARM_UP.most; round++) {
    time(index, round);
    if (round >= WARM_UP.fewest && process.cpuUsage().user - started > WARM_UP.seconds * 1e6) return;
  }
}

function time(
  index: FlatIndex,
  round: number,
): { readonly hits: readonly Hit[]; readonly milliseconds: number } {
  const query = createVector(-2 - (round % 15));
  const started = performance.now();
  const hits = index.search(query, LIMIT);
  return { hits, milliseconds: performance.now() - started };
}

function median(times: readonly number[]): number {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)]!;
}

function printTiming(rows: number, label: string, { median, least }: Timing): void {
  console.log(
    `${String(rows).padStart(10)}  ${label.padEnd(16)}  median ${median.toFixed(3)} ms  least ${least.toFixed(3)} ms`,
  );
}

/** Returns the path of the compiled reference; `undefined` without a compiler or without AVX2. */
function compileReference(into: string): string | undefined {
  const program = join(into, 'reference');
  const source = join(import.meta.dirname, 'search-reference.c');
  const words = ['-O3', '-mavx2', '-mfma', source, '-o', program];
  const compiled = spawnSync('cc', words, { stdio: 'ignore' }).status === 0;
  if (compiled && spawnSync(program, ['64', '1']).status === 0) return program;
  console.log('no C compiler for AVX2 here: the reference is left out');
  return undefined;
}

function timeReference(program: string, rows: number, rounds: number): Timing {
  const { stdout } = spawnSync(program, [String(rows), String(rounds)], { encoding: 'utf8' });
  const [median, least] = stdout.split(' ').map(Number);
  return { median: median!, least: least! };
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
