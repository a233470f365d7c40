/**
 * Keeps the fewest largest weights that add up to at least `wanted` and sets the others to 0; of equal
 * weights the lower index is kept first. Returns the sum of what is kept.
 */
export function nucleus(weights: Float32Array, wanted: number): number {
  const order = Array.from(weights.keys()).sort((a, b) => weights[b]! - weights[a]! || a - b);
  let sum = 0;
  let kept = 0;
  while (kept < order.length && (kept === 0 || sum < wanted)) sum += weights[order[kept++]!]!;
  for (const index of order.slice(kept)) weights[index] = 0;
  return sum;
}
