/**
 * The optimizer step. Counts are multiples of 4.
 * @module
 */

import { floats, multiplyAdd } from './lanes';

/** x += y, then y = 0. */
export function addAndClear(x: usize, y: usize, count: i32): void {
  const bytes = floats(count);
  const zero = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    v128.store(x + j, f32x4.add(v128.load(x + j), v128.load(y + j)));
    v128.store(y + j, zero);
  }
}

/** Returns Σ x² in double precision. */
export function sumOfSquares(x: usize, count: i32): f64 {
  const end = x + floats(count);
  let low = f64x2.splat(0),
    high = low;
  for (; x < end; x += 16) {
    const v = v128.load(x);
    const first = f64x2.promote_low_f32x4(v);
    const second = f64x2.promote_low_f32x4(v128.shuffle<f64>(v, v, 1, 1));
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Takes one AdamW step and clears the gradient. `correction1` and `correction2` are 1 / (1 − beta^step). */
export function adamStep(
  parameter: usize,
  gradient: usize,
  moment1: usize,
  moment2: usize,
  count: i32,
  gradientScale: f32,
  learningRate: f32,
  beta1: f32,
  beta2: f32,
  correction1: f32,
  correction2: f32,
  epsilon: f32,
  decay: f32,
): void {
  const bytes = floats(count);
  const zero = f32x4.splat(0),
    scale = f32x4.splat(gradientScale),
    rate = f32x4.splat(-learningRate);
  const keep1 = f32x4.splat(beta1),
    take1 = f32x4.splat(<f32>1 - beta1);
  const keep2 = f32x4.splat(beta2),
    take2 = f32x4.splat(<f32>1 - beta2);
  for (let j: usize = 0; j < bytes; j += 16) {
    const g = f32x4.mul(v128.load(gradient + j), scale);
    const m = multiplyAdd(take1, g, f32x4.mul(keep1, v128.load(moment1 + j)));
    const v = multiplyAdd(take2, f32x4.mul(g, g), f32x4.mul(keep2, v128.load(moment2 + j)));
    const root = f32x4.sqrt(f32x4.mul(v, f32x4.splat(correction2)));
    const direction = f32x4.div(
      f32x4.mul(m, f32x4.splat(correction1)),
      f32x4.add(root, f32x4.splat(epsilon)),
    );
    const p = v128.load(parameter + j);
    v128.store(parameter + j, multiplyAdd(rate, multiplyAdd(p, f32x4.splat(decay), direction), p));
    v128.store(moment1 + j, m);
    v128.store(moment2 + j, v);
    v128.store(gradient + j, zero);
  }
}
