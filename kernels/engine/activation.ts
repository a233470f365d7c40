// GELU in its tanh form: y = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))).

import { floats, hyperbolicTangent, multiplyAdd } from './lanes';

const SLOPE: f32 = 0.7978845608;
const CUBIC: f32 = 0.044715;

@inline
function gate(x: v128, square: v128): v128 {
  const inner = multiplyAdd(f32x4.mul(f32x4.splat(CUBIC), square), x, x);
  return hyperbolicTangent(f32x4.mul(f32x4.splat(SLOPE), inner));
}

export function gelu(x: usize, y: usize, count: i32): void {
  const bytes = floats(count);
  const half = f32x4.splat(0.5), one = f32x4.splat(1);
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = v128.load(x + j);
    v128.store(y + j, f32x4.mul(f32x4.mul(half, v), f32x4.add(one, gate(v, f32x4.mul(v, v)))));
  }
}

/** dy becomes dx. */
export function geluBackward(x: usize, dy: usize, count: i32): void {
  const bytes = floats(count);
  const half = f32x4.splat(0.5), one = f32x4.splat(1);
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = v128.load(x + j);
    const square = f32x4.mul(v, v);
    const t = gate(v, square);
    const inner = f32x4.mul(f32x4.splat(SLOPE), multiplyAdd(f32x4.splat(3 * CUBIC), square, one));
    const bend = f32x4.mul(f32x4.mul(half, v), f32x4.sub(one, f32x4.mul(t, t)));
    const slope = multiplyAdd(bend, inner, f32x4.mul(half, f32x4.add(one, t)));
    v128.store(dy + j, f32x4.mul(v128.load(dy + j), slope));
  }
}
