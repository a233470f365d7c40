/**
 * An embedder of random vectors, the control in experiments.
 *
 * @module
 */
import type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
import { hashText, mixBits } from './hash.ts';

export interface RandomOptions {
  readonly seed: number;
  /** Length of the vectors. Default: 64. */
  readonly dimensions?: number;
}

/**
 * Returns an embedder of pseudo-random vectors that depend on seed, role and text. The ranking is random but
 * the same in every run: the control in experiments. A query is not close to an entry of the same text.
 */
export function randomEmbedder({ seed, dimensions = 64 }: RandomOptions): Embedder {
  return {
    name: `random-${seed}-${dimensions}`,
    dimensions,
    async embed(texts, role, signal) {
      signal?.throwIfAborted();
      return texts.map((text) => randomVector(text, role, seed, dimensions));
    },
  };
}

function randomVector(text: string, role: EmbeddingRole, seed: number, dimensions: number): Float32Array {
  const start = hashText(`${role}\n${text}`, mixBits(seed));
  const vector = new Float32Array(dimensions);
  for (let place = 0; place < dimensions; place++) {
    // The odd constant visits all 32-bit numbers, so that no two positions get the same bits.
    vector[place] = mixBits(start + Math.imul(place + 1, 0x9e3779b9)) / 0x80000000 - 1;
  }
  return vector;
}
