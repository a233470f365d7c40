/**
 * A deterministic embedder for tests that counts letters.
 * @module
 */

import type { Embedder } from '../memory/embedder.ts';

/**
 * Returns an embedder of letter counts. Similar texts get similar vectors, and the embedder counts the texts
 * it embedded.
 */
export function letterEmbedder(
  name: string,
  dimensions = 26,
): Embedder & { readonly dimensions: number; count(): number } {
  let count = 0;
  return {
    name,
    dimensions,
    count: () => count,
    async embed(texts) {
      count += texts.length;
      return texts.map((text) => {
        const vector = new Float32Array(dimensions);
        for (const letter of text.toLowerCase()) vector[letter.charCodeAt(0) % dimensions]! += 1;
        return vector;
      });
    },
  };
}
