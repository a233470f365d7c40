/**
 * Vectors in the text format of pgvector.
 *
 * @module
 */
/** A vector as pgvector reads it. Every 32-bit float comes back as it was. */
export function vectorText(vector: Float32Array): string {
  return `[${vector.join(',')}]`;
}

/** The reverse of `vectorText`. */
export function readVector(text: string): Float32Array {
  return Float32Array.from(JSON.parse(text) as number[]);
}
