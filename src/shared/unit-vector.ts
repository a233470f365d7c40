/**
 * Vectors of length 1. The dot product of two is their cosine similarity.
 *
 * @module
 */

/** Returns the vector with length 1. A vector of zeros, or with values that are not finite, becomes zeros. */
export function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.sqrt(multiply(vector, vector));
  return length > 0 && Number.isFinite(length) ? vector.map((value) => value / length) : vector.map(() => 0);
}

/** Returns the dot product of two vectors of the same size. */
export function multiply(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += left[at]! * right[at]!;
  return sum;
}
