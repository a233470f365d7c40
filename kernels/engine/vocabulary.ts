/**
 * Operations over the vocabulary: log-probabilities, the gradient of the loss, and token choice. A row of
 * logits has `columns` floats, a multiple of 8. The first `vocabulary` of them are tokens.
 * @module
 */

import { exponential, floats, largestOf, sumOfLanes } from './lanes';

@inline
function maskTail(row: usize, vocabulary: i32, columns: i32, value: f32): void {
  for (let j = vocabulary; j < columns; j++) store<f32>(row + floats(j), value);
}

/** Returns Σ e^((x − largest) · factor) over a row and writes the terms to `terms`. */
@inline
function sumOfExponentials(row: usize, terms: usize, bytes: usize, largest: f32, factor: f32): f32 {
  const shift = f32x4.splat(largest), factors = f32x4.splat(factor);
  let sum = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = exponential(f32x4.mul(f32x4.sub(v128.load(row + j), shift), factors));
    sum = f32x4.add(sum, v);
    v128.store(terms + j, v);
  }
  return sumOfLanes(sum);
}

/**
 * Writes the log-probability of each row's target. The logits become e^(logit − largest); `sums` receives the
 * row sums.
 */
export function targetLogprobs(
  logits: usize, targets: usize, logprobs: usize, sums: usize, rows: i32, vocabulary: i32, columns: i32,
): void {
  const bytes = floats(columns);
  for (let i: usize = 0; i < floats(rows); i += 4) {
    maskTail(logits, vocabulary, columns, -1e30);
    const target = load<f32>(logits + floats(load<i32>(targets + i)));
    const largest = largestOf(logits, logits + bytes);
    const sum = sumOfExponentials(logits, logits, bytes, largest, 1);
    maskTail(logits, vocabulary, columns, 0);
    store<f32>(logprobs + i, target - largest - Mathf.log(sum));
    store<f32>(sums + i, sum);
    logits += bytes;
  }
}

/**
 * Turns the terms that `targetLogprobs` wrote into the gradient of the logits: weight · (softmax − target).
 */
export function targetGradient(
  terms: usize, targets: usize, weights: usize, sums: usize, rows: i32, columns: i32,
): void {
  const bytes = floats(columns);
  for (let i: usize = 0; i < floats(rows); i += 4) {
    const weight = load<f32>(weights + i);
    if (weight == 0) {
      memory.fill(terms, 0, bytes);
    } else {
      const factor = f32x4.splat(weight / load<f32>(sums + i));
      for (let j: usize = 0; j < bytes; j += 16) {
        v128.store(terms + j, f32x4.mul(v128.load(terms + j), factor));
      }
      const target = terms + floats(load<i32>(targets + i));
      store<f32>(target, load<f32>(target) - weight);
    }
    terms += bytes;
  }
}

/** Writes the unnormalised probabilities of a row of logits at a temperature and returns their sum. */
export function tokenWeights(
  logits: usize, weights: usize, vocabulary: i32, columns: i32, inverseTemperature: f32,
): f32 {
  maskTail(logits, vocabulary, columns, -1e30);
  const bytes = floats(columns);
  const largest = largestOf(logits, logits + bytes);
  const sum = sumOfExponentials(logits, weights, bytes, largest, inverseTemperature);
  maskTail(weights, vocabulary, columns, 0);
  return sum;
}

/** Returns the token at which the running sum of weights exceeds `threshold`, never one of weight 0. */
export function pickToken(weights: usize, vocabulary: i32, threshold: f32): i32 {
  let last = 0;
  for (let i = 0; i < vocabulary; i++) {
    const weight = load<f32>(weights + floats(i));
    if (weight <= 0) continue;
    last = i;
    threshold -= weight;
    if (threshold < 0) break;
  }
  return last;
}

/** Returns the log-probability of one token of a row of logits. `scratch` holds one row. */
export function tokenLogprob(
  logits: usize, scratch: usize, vocabulary: i32, columns: i32, token: i32,
): f32 {
  maskTail(logits, vocabulary, columns, -1e30);
  const bytes = floats(columns);
  const largest = largestOf(logits, logits + bytes);
  const sum = sumOfExponentials(logits, scratch, bytes, largest, 1);
  return load<f32>(logits + floats(token)) - largest - Mathf.log(sum);
}
