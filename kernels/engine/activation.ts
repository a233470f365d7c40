// GELU in its tanh form: y = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))).

import { everyLane, floats, HALF, hyperbolicTangent, multiplyAdd, ONE } from './lanes';

const SLOPE = memory.data<f32>([0.7978845608]);
const CUBIC = memory.data<f32>([0.044715]);
const THREE_CUBIC = memory.data<f32>([3 * <f32>0.044715]);

@inline
function gate(x: v128, square: v128): v128 {
  const inner = multiplyAdd(f32x4.mul(everyLane(CUBIC), square), x, x);
  return hyperbolicTangent(f32x4.mul(everyLane(SLOPE), inner));
}

export function gelu(x: usize, y: usize, count: i32): void {
  const bytes = floats(count);
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = v128.load(x + j);
    const open = f32x4.add(everyLane(ONE), gate(v, f32x4.mul(v, v)));
    v128.store(y + j, f32x4.mul(f32x4.mul(everyLane(HALF), v), open));
  }
}

/** dy becomes dx. */
export function geluBackward(x: usize, dy: usize, count: i32): void {
  const bytes = floats(count);
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = v128.load(x + j);
    const square = f32x4.mul(v, v);
    const t = gate(v, square);
    const one = everyLane(ONE), half = everyLane(HALF);
    const inner = f32x4.mul(everyLane(SLOPE), multiplyAdd(everyLane(THREE_CUBIC), square, one));
    const bend = f32x4.mul(f32x4.mul(half, v), f32x4.sub(one, f32x4.mul(t, t)));
    const slope = multiplyAdd(bend, inner, f32x4.mul(half, f32x4.add(one, t)));
    v128.store(dy + j, f32x4.mul(v128.load(dy + j), slope));
  }
}
