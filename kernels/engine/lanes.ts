/**
 * Arithmetic on four floats at a time, shared by all kernels.
 * @module
 */

/** a · b + c. Rounds once in the relaxed build and twice in the reproducible one. */
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

/**
 * The part of a · b + c that does not depend on c. `addTerm(c, a, term(a, b))` equals `multiplyAdd(a, b, c)`.
 */
@inline
export function term(a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return b;
  return f32x4.mul(a, b);
}

@inline
export function addTerm(c: v128, a: v128, term: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, term, c);
  return f32x4.add(c, term);
}

/** Converts a number of floats to bytes. */
@inline
export function floats(count: i32): usize {
  return (<usize>count) << 2;
}

@inline
export function sumOfLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3)
  );
}

@inline
export function largestOfLanes(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** Returns the largest float in [from, end), a multiple of four floats. Ignores NaN. */
@inline
export function largestOf(from: usize, end: usize): f32 {
  let largest = f32x4.splat(-1e30);
  for (; from < end; from += 16) largest = f32x4.pmax(largest, v128.load(from));
  return largestOfLanes(largest);
}

/**
 * Constants are kept in memory: V8 loads one with a single instruction, but builds a vector constant from
 * three at every use, even in loops.
 */
@inline
export function everyLane(constant: usize): v128 {
  return v128.load32_splat(constant);
}

export const HALF = memory.data<f32>([0.5]);
export const ONE = memory.data<f32>([1]);
export const TWO = memory.data<f32>([2]);
const HIGHEST_EXPONENT = memory.data<f32>([88]);
const LOWEST_EXPONENT = memory.data<f32>([-87]);
const LOG2E = memory.data<f32>([1.4426950408889634]);
/** 1.5 · 2^23. Adding it to a number below 2^22 leaves the nearest integer in the lowest bits. */
const ROUNDING = memory.data<f32>([12582912]);
const MINUS_LN2_HIGH = memory.data<f32>([-0.693359375]);
const MINUS_LN2_LOW = memory.data<f32>([2.1219444e-4]);
const SERIES_7 = memory.data<f32>([1.98756915e-4]);
const SERIES_6 = memory.data<f32>([1.3981999507e-3]);
const SERIES_5 = memory.data<f32>([8.3334519073e-3]);
const SERIES_4 = memory.data<f32>([4.1665795894e-2]);
const SERIES_3 = memory.data<f32>([1.6666665459e-1]);
const SERIES_2 = memory.data<f32>([5.0000001201e-1]);

/**
 * e^x for each lane, with a relative error of about 1e-7. x is clamped to [−87, 88]; NaN stays NaN. Splits x
 * into n·ln 2 + r, approximates e^r by a polynomial (coefficients of Cephes' expf) and adds n to the exponent
 * bits.
 */
@inline
export function exponential(x: v128): v128 {
  // pmin and pmax compile to one instruction. min and max need more, to handle NaN and −0.
  x = f32x4.pmax(f32x4.pmin(x, everyLane(HIGHEST_EXPONENT)), everyLane(LOWEST_EXPONENT));
  const rounded = multiplyAdd(x, everyLane(LOG2E), everyLane(ROUNDING));
  const n = f32x4.sub(rounded, everyLane(ROUNDING));
  let r = multiplyAdd(n, everyLane(MINUS_LN2_HIGH), x);
  r = multiplyAdd(n, everyLane(MINUS_LN2_LOW), r);
  let p = everyLane(SERIES_7);
  p = multiplyAdd(p, r, everyLane(SERIES_6));
  p = multiplyAdd(p, r, everyLane(SERIES_5));
  p = multiplyAdd(p, r, everyLane(SERIES_4));
  p = multiplyAdd(p, r, everyLane(SERIES_3));
  p = multiplyAdd(p, r, everyLane(SERIES_2));
  p = multiplyAdd(p, f32x4.mul(r, r), f32x4.add(r, everyLane(ONE)));
  // Builds 2^n by adding n to the exponent bits of 1.
  return f32x4.mul(p, i32x4.add(i32x4.shl(rounded, 23), everyLane(ONE)));
}

/** Transposes a 4 × 4 block from rows at `source`, `sourceStride` bytes apart, to rows at `target`. */
@inline
export function transposeBlock(source: usize, sourceStride: usize, target: usize, targetStride: usize): void {
  const r0 = v128.load(source);
  const r1 = v128.load(source + sourceStride);
  const r2 = v128.load(source + 2 * sourceStride);
  const r3 = v128.load(source + 3 * sourceStride);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<f64>(low01, low23, 0, 2));
  v128.store(target + targetStride, v128.shuffle<f64>(low01, low23, 1, 3));
  v128.store(target + 2 * targetStride, v128.shuffle<f64>(high01, high23, 0, 2));
  v128.store(target + 3 * targetStride, v128.shuffle<f64>(high01, high23, 1, 3));
}

/** Returns the lane sums of four vectors as one vector. */
@inline
export function sumsOfLanes(s0: v128, s1: v128, s2: v128, s3: v128): v128 {
  const low01 = v128.shuffle<f32>(s0, s1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(s0, s1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(s2, s3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(s2, s3, 2, 6, 3, 7);
  return f32x4.add(
    f32x4.add(v128.shuffle<f64>(low01, low23, 0, 2), v128.shuffle<f64>(low01, low23, 1, 3)),
    f32x4.add(v128.shuffle<f64>(high01, high23, 0, 2), v128.shuffle<f64>(high01, high23, 1, 3)),
  );
}
