/**
 * Vectors in the text format of pgvector.
 *
 * @module
 */
/** Formats a vector for pgvector. Every 32-bit float round-trips exactly. */
export function vectorText(vector: Float32Array): string {
  return `[${vector.join(',')}]`;
}

/** Parses the output of `vectorText`. */
export function readVector(text: string): Float32Array {
  return Float32Array.from(JSON.parse(text) as number[]);
}
