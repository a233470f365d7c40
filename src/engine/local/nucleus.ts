/**
 * Top-p filtering of token weights.
 *
 * @module
 */

/**
 * Keeps the largest weights until their sum reaches `wanted`, and sets the others to 0. Ties keep the lower
 * index first. Returns the sum of the weights kept.
 */
export function nucleus(weights: Float32Array, wanted: number): number {
  const order = Array.from(weights.keys()).sort((a, b) => weights[b]! - weights[a]! || a - b);
  let sum = 0;
  let kept = 0;
  while (kept < order.length && (kept === 0 || sum < wanted)) sum += weights[order[kept++]!]!;
  for (const index of order.slice(kept)) weights[index] = 0;
  return sum;
}
