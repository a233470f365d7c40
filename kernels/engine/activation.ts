/**
 * GELU in its tanh form: y = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))).
 * @module
 */

import { everyLane, exponential, floats, HALF, multiplyAdd, ONE, TWO } from './lanes';

const SLOPE = memory.data<f32>([0.7978845608]);
const CUBIC = memory.data<f32>([0.044715]);
const THREE_CUBIC = memory.data<f32>([3 * <f32>0.044715]);

/** Bytes per block. A block stays in the L1 cache between the loops. */
const BLOCK: usize = 2048;

/**
 * gates = tanh(√(2/π) (x + 0.044715 x³)), where tanh z = 1 − 2 / (e^2z + 1). The work is split into three
 * loops because a single one has too long a chain of dependent operations for out-of-order execution.
 */
@inline
function fillGates(x: usize, gates: usize, bytes: usize): void {
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = v128.load(x + j);
    const inner = multiplyAdd(f32x4.mul(everyLane(CUBIC), f32x4.mul(v, v)), v, v);
    const z = f32x4.mul(everyLane(SLOPE), inner);
    v128.store(gates + j, f32x4.add(z, z));
  }
  for (let j: usize = 0; j < bytes; j += 16) v128.store(gates + j, exponential(v128.load(gates + j)));
  for (let j: usize = 0; j < bytes; j += 16) {
    const one = everyLane(ONE);
    const fraction = f32x4.div(everyLane(TWO), f32x4.add(v128.load(gates + j), one));
    v128.store(gates + j, f32x4.sub(one, fraction));
  }
}

/** Replaces x by y. `scratch` holds 512 floats. */
export function gelu(x: usize, count: i32, scratch: usize): void {
  const end = x + floats(count);
  for (; x < end; x += BLOCK) {
    const bytes = min(BLOCK, end - x);
    fillGates(x, scratch, bytes);
    for (let j: usize = 0; j < bytes; j += 16) {
      const v = v128.load(x + j);
      const t = v128.load(scratch + j);
      v128.store(x + j, f32x4.mul(f32x4.mul(everyLane(HALF), v), f32x4.add(everyLane(ONE), t)));
    }
  }
}

/** Writes y and replaces x by dy/dx. */
export function geluWithSlope(x: usize, y: usize, count: i32): void {
  const end = x + floats(count);
  for (; x < end; x += BLOCK) {
    const bytes = min(BLOCK, end - x);
    fillGates(x, y, bytes);
    for (let j: usize = 0; j < bytes; j += 16) {
      const v = v128.load(x + j);
      const t = v128.load(y + j);
      const one = everyLane(ONE), half = everyLane(HALF);
      const halved = f32x4.mul(half, v), opened = f32x4.add(one, t);
      const inner = f32x4.mul(everyLane(SLOPE), multiplyAdd(everyLane(THREE_CUBIC), f32x4.mul(v, v), one));
      const bend = f32x4.mul(halved, f32x4.sub(one, f32x4.mul(t, t)));
      v128.store(y + j, f32x4.mul(halved, opened));
      v128.store(x + j, multiplyAdd(bend, inner, f32x4.mul(half, opened)));
    }
    y += BLOCK;
  }
}
