/**
 * The kernels in TypeScript, for runtimes without WebAssembly SIMD.
 *
 * @module
 */
import { type KernelMemory, type Kernels, PAGE } from './kernels.ts';

const { fround } = Math;

/**
 * Creates the kernels without WebAssembly. Scores are rounded to f32 in the order of the SIMD kernel, so that
 * both give the same bits. Because rounding is slow here, an unrounded sum rules out most rows first.
 */
export function createTypescriptKernels(): Kernels {
  const memory = createGrowingMemory();
  return {
    kind: 'typescript',
    memory,
    scan(query, rows, from, to, stride, mask, threshold, found, capacity) {
      const numbers = new Float32Array(memory.buffer, rows, to * stride);
      const queried = new Float32Array(memory.buffer, query, stride);
      const allowed = mask === 0 ? undefined : new Uint8Array(memory.buffer, mask, to);
      const output = new DataView(memory.buffer, found, 4 + capacity * 8);
      const least = threshold - boundRounding(stride);
      let row = from;
      let count = 0;
      for (; row < to && count < capacity; row++) {
        if (allowed?.[row] === 0) continue;
        if (!(unroundedDot(queried, numbers, row * stride, stride) > least)) continue;
        const score = dot(queried, numbers, row * stride, stride);
        if (!(score > threshold)) continue;
        output.setInt32(4 + count * 8, row, true);
        output.setFloat32(8 + count * 8, score, true);
        count++;
      }
      output.setInt32(0, count, true);
      return row;
    },
  };
}

/** Memory whose buffer changes when it grows, as in WebAssembly. */
function createGrowingMemory(): KernelMemory {
  let buffer = new ArrayBuffer(PAGE);
  return {
    get buffer() {
      return buffer;
    },
    grow(pages) {
      buffer = buffer.transfer(buffer.byteLength + pages * PAGE);
    },
  };
}

/** Returns a bound of the rounding error of a sum of `stride` products of rows of length 1. */
function boundRounding(stride: number): number {
  return (stride + 64) * 2.4e-7;
}

function unroundedDot(query: Float32Array, rows: Float32Array, start: number, stride: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let place = 0; place < stride; place += 4) {
    const at = start + place;
    a += rows[at]! * query[place]!;
    b += rows[at + 1]! * query[place + 1]!;
    c += rows[at + 2]! * query[place + 2]!;
    d += rows[at + 3]! * query[place + 3]!;
  }
  return a + b + (c + d);
}

/** One sum for each lane of the kernel's four vectors. */
function dot(query: Float32Array, rows: Float32Array, start: number, stride: number): number {
  let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [c0, c1, c2, c3, d0, d1, d2, d3] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let place = 0, at = start; place < stride; place += 16, at += 16) {
    a0 = fround(a0 + fround(rows[at]! * query[place]!));
    a1 = fround(a1 + fround(rows[at + 1]! * query[place + 1]!));
    a2 = fround(a2 + fround(rows[at + 2]! * query[place + 2]!));
    a3 = fround(a3 + fround(rows[at + 3]! * query[place + 3]!));
    b0 = fround(b0 + fround(rows[at + 4]! * query[place + 4]!));
    b1 = fround(b1 + fround(rows[at + 5]! * query[place + 5]!));
    b2 = fround(b2 + fround(rows[at + 6]! * query[place + 6]!));
    b3 = fround(b3 + fround(rows[at + 7]! * query[place + 7]!));
    c0 = fround(c0 + fround(rows[at + 8]! * query[place + 8]!));
    c1 = fround(c1 + fround(rows[at + 9]! * query[place + 9]!));
    c2 = fround(c2 + fround(rows[at + 10]! * query[place + 10]!));
    c3 = fround(c3 + fround(rows[at + 11]! * query[place + 11]!));
    d0 = fround(d0 + fround(rows[at + 12]! * query[place + 12]!));
    d1 = fround(d1 + fround(rows[at + 13]! * query[place + 13]!));
    d2 = fround(d2 + fround(rows[at + 14]! * query[place + 14]!));
    d3 = fround(d3 + fround(rows[at + 15]! * query[place + 15]!));
  }
  const lane0 = fround(fround(a0 + b0) + fround(c0 + d0));
  const lane1 = fround(fround(a1 + b1) + fround(c1 + d1));
  const lane2 = fround(fround(a2 + b2) + fround(c2 + d2));
  const lane3 = fround(fround(a3 + b3) + fround(c3 + d3));
  return fround(fround(lane0 + lane1) + fround(lane2 + lane3));
}
