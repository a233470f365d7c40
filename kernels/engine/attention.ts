// Causal attention: softmax over the past, its gradient, one-token attention over a cache, rotary positions.

import { exponential, floats, largestOf, multiplyAdd, sumOfLanes, sumsOfLanes } from './lanes';

/** Softmax of the first `count` floats in place, a multiple of four; returns nothing, weights sum to 1. */
@inline
function softmax(p: usize, bytes: usize): void {
  const largest = f32x4.splat(largestOf(p, p + bytes));
  let sum = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = exponential(f32x4.sub(v128.load(p + j), largest));
    sum = f32x4.add(sum, v);
    v128.store(p + j, v);
  }
  const inverse = f32x4.splat(<f32>1 / sumOfLanes(sum));
  for (let j: usize = 0; j < bytes; j += 16) v128.store(p + j, f32x4.mul(v128.load(p + j), inverse));
}

/** Rows firstRow … of the scores: row i sees columns 0 … i; the rest up to `columns` becomes 0. */
export function causalSoftmax(p: usize, stride: i32, firstRow: i32, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    const seen = firstRow + i + 1;
    const whole = (seen + 3) & ~3;
    for (let j = seen; j < whole; j++) store<f32>(p + floats(j), -1e30);
    softmax(p, floats(whole));
    memory.fill(p + floats(seen), 0, floats(columns - seen));
    p += floats(stride);
  }
}

/** dp becomes the gradient of the scores: p · (dp − Σ p dp). */
export function softmaxBackward(p: usize, dp: usize, stride: i32, rows: i32, columns: i32): void {
  const bytes = floats(columns);
  for (let i = 0; i < rows; i++) {
    let sum = f32x4.splat(0);
    for (let j: usize = 0; j < bytes; j += 16) sum = multiplyAdd(v128.load(p + j), v128.load(dp + j), sum);
    const mean = f32x4.splat(sumOfLanes(sum));
    for (let j: usize = 0; j < bytes; j += 16) {
      v128.store(dp + j, f32x4.mul(v128.load(p + j), f32x4.sub(v128.load(dp + j), mean)));
    }
    p += floats(stride);
    dp += floats(stride);
  }
}

/** Attention of one token over `count` cached rows of keys and values. `scores` holds the cache's rows. */
export function attendCache(
  query: usize, keys: usize, values: usize, out: usize, count: i32, heads: i32, headSize: i32,
  scores: usize, scale: f32,
): void {
  const headBytes = floats(headSize);
  const rowBytes = headBytes * <usize>heads;
  const whole = (count + 3) & ~3;
  const factor = f32x4.splat(scale);
  for (let head = 0; head < heads; head++) {
    let k0 = keys;
    for (let t: usize = 0; t < floats(whole); t += 16) {
      const k1 = k0 + rowBytes, k2 = k1 + rowBytes, k3 = k2 + rowBytes;
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
      for (let j: usize = 0; j < headBytes; j += 16) {
        const q = v128.load(query + j);
        s0 = multiplyAdd(q, v128.load(k0 + j), s0);
        s1 = multiplyAdd(q, v128.load(k1 + j), s1);
        s2 = multiplyAdd(q, v128.load(k2 + j), s2);
        s3 = multiplyAdd(q, v128.load(k3 + j), s3);
      }
      v128.store(scores + t, f32x4.mul(sumsOfLanes(s0, s1, s2, s3), factor));
      k0 = k3 + rowBytes;
    }
    for (let t = count; t < whole; t++) store<f32>(scores + floats(t), -1e30);
    softmax(scores, floats(whole));
    for (let j: usize = 0; j < headBytes; j += 32) {
      let low = f32x4.splat(0), high = low;
      let v = values + j;
      for (let t: usize = 0; t < floats(count); t += 4) {
        const p = v128.load32_splat(scores + t);
        low = multiplyAdd(p, v128.load(v), low);
        high = multiplyAdd(p, v128.load(v, 16), high);
        v += rowBytes;
      }
      v128.store(out + j, low);
      v128.store(out + j, high, 16);
    }
    query += headBytes;
    keys += headBytes;
    values += headBytes;
    out += headBytes;
  }
}

/** Cosines and sines of position · base^(−2i / headSize), a row of headSize / 2 for every position. */
export function rotaryTable(cosines: usize, sines: usize, positions: i32, headSize: i32, base: f64): void {
  const half = headSize / 2;
  for (let position = 0; position < positions; position++) {
    for (let i = 0; i < half; i++) {
      const angle = <f64>position * base ** (<f64>-2 * <f64>i / <f64>headSize);
      store<f32>(cosines, <f32>Math.cos(angle));
      store<f32>(sines, <f32>Math.sin(angle));
      cosines += 4;
      sines += 4;
    }
  }
}

/**
 * Turns the pairs (i, i + headSize / 2) of the first `heads` heads of every row by the row's position;
 * `sign` −1 turns back, which is also the gradient.
 */
export function rotate(
  x: usize, stride: i32, positions: usize, rows: i32, heads: i32, headSize: i32,
  cosines: usize, sines: usize, sign: f32,
): void {
  const halfBytes = floats(headSize / 2);
  const direction = f32x4.splat(sign);
  for (let i = 0; i < rows; i++) {
    const offset = halfBytes * <usize>load<i32>(positions + floats(i));
    let head = x;
    for (let h = 0; h < heads; h++) {
      for (let j: usize = 0; j < halfBytes; j += 16) {
        const cosine = v128.load(cosines + offset + j);
        const sine = f32x4.mul(v128.load(sines + offset + j), direction);
        const a = v128.load(head + j), b = v128.load(head + halfBytes + j);
        v128.store(head + j, f32x4.sub(f32x4.mul(a, cosine), f32x4.mul(b, sine)));
        v128.store(head + halfBytes + j, f32x4.add(f32x4.mul(a, sine), f32x4.mul(b, cosine)));
      }
      head += 2 * halfBytes;
    }
    x += floats(stride);
  }
}
