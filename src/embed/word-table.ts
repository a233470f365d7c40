/**
 * Static embeddings: a vector for each token, and their mean for a text.
 *
 * @module
 */
import { decodeHalf } from '../shared/decode-half.ts';

/** A table of token vectors. */
export interface WordTable {
  readonly rows: number;
  readonly dimensions: number;
  /** Values in row-major order, as 32-bit or 16-bit floats. 16-bit floats are given as their bits. */
  readonly values: Float32Array | Uint16Array;
}

/** Returns the mean of the tokens' vectors, with unit length. Without tokens, all values are 0. */
export function averageTokens(table: WordTable, tokens: readonly number[]): Float32Array {
  const { values, dimensions, rows } = table;
  const mean = new Float32Array(dimensions);
  for (const token of tokens) {
    const start = Math.min(token, rows - 1) * dimensions;
    for (let place = 0; place < dimensions; place++) {
      const value = values[start + place]!;
      mean[place] = mean[place]! + (values instanceof Uint16Array ? readHalf(value) : value);
    }
  }
  const length = Math.hypot(...mean);
  return length === 0 ? mean : mean.map((value) => value / length);
}

let halves: Float32Array | undefined;

/** Returns the number that 16 bits encode (IEEE 754 binary16). */
function readHalf(bits: number): number {
  halves ??= Float32Array.from({ length: 1 << 16 }, (_, index) => decodeHalf(index));
  return halves[bits]!;
}
