/**
 * Copies and adds rows and vectors. Widths and counts are multiples of 4.
 * @module
 */

import { floats } from './lanes';

/** out[i] (+)= table[indices[i]]. */
export function gatherRows(
  table: usize,
  indices: usize,
  out: usize,
  rows: i32,
  width: i32,
  accumulate: bool,
): void {
  const bytes = floats(width);
  for (let i = 0; i < rows; i++) {
    const row = table + bytes * <usize>load<i32>(indices + floats(i));
    if (accumulate) add(out, row, width);
    else memory.copy(out, row, bytes);
    out += bytes;
  }
}

/** table[indices[i]] += x[i]. */
export function scatterRows(table: usize, indices: usize, x: usize, rows: i32, width: i32): void {
  const bytes = floats(width);
  for (let i = 0; i < rows; i++) {
    add(table + bytes * <usize>load<i32>(indices + floats(i)), x, width);
    x += bytes;
  }
}

export function copyRows(
  target: usize,
  targetStride: i32,
  source: usize,
  sourceStride: i32,
  rows: i32,
  width: i32,
): void {
  for (let i = 0; i < rows; i++) {
    memory.copy(target, source, floats(width));
    target += floats(targetStride);
    source += floats(sourceStride);
  }
}

export function clear(x: usize, count: i32): void {
  memory.fill(x, 0, floats(count));
}

/** x += y. */
export function add(x: usize, y: usize, count: i32): void {
  const bytes = floats(count);
  for (let j: usize = 0; j < bytes; j += 16) v128.store(x + j, f32x4.add(v128.load(x + j), v128.load(y + j)));
}

/** x = x · y, element by element. */
export function scale(x: usize, y: usize, count: i32): void {
  const bytes = floats(count);
  for (let j: usize = 0; j < bytes; j += 16) v128.store(x + j, f32x4.mul(v128.load(x + j), v128.load(y + j)));
}
