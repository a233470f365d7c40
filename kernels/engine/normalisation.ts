/**
 * Layer normalisation by rows: y = (x − mean) / sqrt(variance + 1e-5) · gain + bias.
 * @module
 */

import { floats, multiplyAdd, sumOfLanes } from './lanes';

/** Normalises rows. `statistics` receives the mean and 1 / deviation of each row. */
export function normalise(
  x: usize,
  gain: usize,
  bias: usize,
  y: usize,
  statistics: usize,
  rows: i32,
  width: i32,
): void {
  const bytes = floats(width);
  for (let i = 0; i < rows; i++) {
    let sum = f32x4.splat(0),
      squares = sum;
    for (let j: usize = 0; j < bytes; j += 16) {
      const v = v128.load(x + j);
      sum = f32x4.add(sum, v);
      squares = multiplyAdd(v, v, squares);
    }
    const mean = sumOfLanes(sum) / <f32>width;
    const variance = sumOfLanes(squares) / <f32>width - mean * mean;
    const inverse: f32 = <f32>1 / sqrt<f32>(max<f32>(variance, 0) + <f32>1e-5);
    store<f32>(statistics, mean);
    store<f32>(statistics, inverse, 4);
    const means = f32x4.splat(mean),
      inverses = f32x4.splat(inverse);
    for (let j: usize = 0; j < bytes; j += 16) {
      const centred = f32x4.mul(f32x4.sub(v128.load(x + j), means), inverses);
      v128.store(y + j, multiplyAdd(centred, v128.load(gain + j), v128.load(bias + j)));
    }
    x += bytes;
    y += bytes;
    statistics += 8;
  }
}

/** Adds to dx, dGain and dBias from dy. */
export function normaliseBackward(
  dy: usize,
  x: usize,
  gain: usize,
  statistics: usize,
  dx: usize,
  dGain: usize,
  dBias: usize,
  rows: i32,
  width: i32,
): void {
  const bytes = floats(width);
  const perColumn = <f32>1 / <f32>width;
  for (let i = 0; i < rows; i++) {
    const mean = v128.load32_splat(statistics),
      inverse = v128.load32_splat(statistics, 4);
    let sum = f32x4.splat(0),
      projection = sum;
    for (let j: usize = 0; j < bytes; j += 16) {
      const d = v128.load(dy + j);
      const centred = f32x4.mul(f32x4.sub(v128.load(x + j), mean), inverse);
      v128.store(dBias + j, f32x4.add(v128.load(dBias + j), d));
      v128.store(dGain + j, multiplyAdd(d, centred, v128.load(dGain + j)));
      const scaled = f32x4.mul(d, v128.load(gain + j));
      sum = f32x4.add(sum, scaled);
      projection = multiplyAdd(scaled, centred, projection);
    }
    const meanOfSum = f32x4.splat(sumOfLanes(sum) * perColumn);
    const meanOfProjection = f32x4.splat(sumOfLanes(projection) * perColumn);
    for (let j: usize = 0; j < bytes; j += 16) {
      const centred = f32x4.mul(f32x4.sub(v128.load(x + j), mean), inverse);
      const scaled = f32x4.mul(v128.load(dy + j), v128.load(gain + j));
      const d = f32x4.sub(f32x4.sub(scaled, meanOfSum), f32x4.mul(centred, meanOfProjection));
      v128.store(dx + j, multiplyAdd(d, inverse, v128.load(dx + j)));
    }
    dy += bytes;
    x += bytes;
    dx += bytes;
    statistics += 8;
  }
}
