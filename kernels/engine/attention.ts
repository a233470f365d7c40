/**
 * Causal attention: softmax and its gradient, one-token attention over a cache, and rotary positions.
 * @module
 */

import { exponential, floats, largestOf, multiplyAdd, sumOfLanes, sumsOfLanes } from './lanes';

/** Applies softmax in place to `bytes` bytes of floats, a multiple of 16. */
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

/**
 * Applies causal softmax to score rows from `firstRow`. Row i sees columns 0 … i; the rest up to `columns`
 * becomes 0.
 */
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

/** Replaces dp by the gradient of the scores: p · (dp − Σ p dp). */
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

/** scores[t] = scale · query · keys[t] for rows 0 … count − 1 of one head, four rows at a time. */
@inline
function scoreKeys(query: usize, keys: usize, scores: usize, end: usize, headBytes: usize, scale: f32): void {
  const factor = f32x4.splat(scale);
  for (; scores < end; scores += 16) {
    const k1 = keys + headBytes, k2 = k1 + headBytes, k3 = k2 + headBytes;
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let j: usize = 0; j < headBytes; j += 16) {
      const q = v128.load(query + j);
      s0 = multiplyAdd(q, v128.load(keys + j), s0);
      s1 = multiplyAdd(q, v128.load(k1 + j), s1);
      s2 = multiplyAdd(q, v128.load(k2 + j), s2);
      s3 = multiplyAdd(q, v128.load(k3 + j), s3);
    }
    v128.store(scores, f32x4.mul(sumsOfLanes(s0, s1, s2, s3), factor));
    keys = k3 + headBytes;
  }
}

/** out = Σ scores[t] · values[t], for 8 columns of a head. */
@inline
function mixEight(scores: usize, end: usize, values: usize, headBytes: usize, out: usize): void {
  let low = f32x4.splat(0), high = low;
  for (; scores < end; scores += 4) {
    const p = v128.load32_splat(scores);
    low = multiplyAdd(p, v128.load(values), low);
    high = multiplyAdd(p, v128.load(values, 16), high);
    values += headBytes;
  }
  v128.store(out, low);
  v128.store(out, high, 16);
}

/** Does the same for 32 columns, with eight independent sums. */
@inline
function mixThirtyTwo(scores: usize, end: usize, values: usize, headBytes: usize, out: usize): void {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  for (; scores < end; scores += 4) {
    const p = v128.load32_splat(scores);
    s0 = multiplyAdd(p, v128.load(values), s0);
    s1 = multiplyAdd(p, v128.load(values, 16), s1);
    s2 = multiplyAdd(p, v128.load(values, 32), s2);
    s3 = multiplyAdd(p, v128.load(values, 48), s3);
    s4 = multiplyAdd(p, v128.load(values, 64), s4);
    s5 = multiplyAdd(p, v128.load(values, 80), s5);
    s6 = multiplyAdd(p, v128.load(values, 96), s6);
    s7 = multiplyAdd(p, v128.load(values, 112), s7);
    values += headBytes;
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
}

/**
 * Computes attention of one token over `count` cached rows. The cache stores head after head, `context` rows
 * each, so memory is read sequentially. `scores` holds `context` floats.
 */
export function attendCache(
  query: usize, keys: usize, values: usize, out: usize, count: i32, heads: i32, headSize: i32, context: i32,
  scores: usize, scale: f32,
): void {
  const headBytes = floats(headSize);
  const cacheBytes = headBytes * <usize>context;
  const whole = (count + 3) & ~3;
  for (let head = 0; head < heads; head++) {
    scoreKeys(query, keys, scores, scores + floats(whole), headBytes, scale);
    for (let t = count; t < whole; t++) store<f32>(scores + floats(t), -1e30);
    softmax(scores, floats(whole));
    const end = scores + floats(count);
    let j: usize = 0;
    for (; j + 128 <= headBytes; j += 128) mixThirtyTwo(scores, end, values + j, headBytes, out + j);
    for (; j < headBytes; j += 32) mixEight(scores, end, values + j, headBytes, out + j);
    query += headBytes;
    out += headBytes;
    keys += cacheBytes;
    values += cacheBytes;
  }
}

/** Copies rows of all heads, `stride` floats apart, into a cache from row `position`. */
export function fillCache(
  cache: usize, source: usize, stride: i32, position: i32, rows: i32, heads: i32, headSize: i32, context: i32,
): void {
  const headBytes = floats(headSize);
  for (let head = 0; head < heads; head++) {
    let target = cache + headBytes * <usize>(head * context + position);
    let row = source + headBytes * <usize>head;
    for (let i = 0; i < rows; i++) {
      for (let j: usize = 0; j < headBytes; j += 16) v128.store(target + j, v128.load(row + j));
      target += headBytes;
      row += floats(stride);
    }
  }
}

/** Writes cosines and sines of position · base^(−2i / headSize), one row of headSize / 2 per position. */
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
 * Rotates the pairs (i, i + headSize / 2) of the first `heads` heads of every row by the row's position. A
 * `sign` of −1 rotates back, which is also the gradient.
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
