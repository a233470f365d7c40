/**
 * Vectors of texts and questions, embedded once each.
 *
 * @module
 */
import { embedAccepted } from '../memory/embed-texts.ts';
import type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
import { toUnitLength } from '../shared/unit-vector.ts';

/** Returns the vector of each text, with length 1, or `undefined` for a text that has none. */
export type ReadVectors = (
  texts: readonly string[],
  role: EmbeddingRole,
  signal?: AbortSignal,
) => Promise<readonly (Float32Array | undefined)[]>;

/**
 * Embeds texts. Returns the vector of each text, with length 1, or `undefined` for a text that the embedder refuses.
 *
 * @throws what the embedder throws if it fails for every text, or the reason of `signal`
 */
export async function embedUnits(
  embedder: Embedder,
  texts: readonly string[],
  options: { readonly role: EmbeddingRole; readonly signal?: AbortSignal },
): Promise<readonly (Float32Array | undefined)[]> {
  const { vectors } = await embedAccepted(embedder, texts, options);
  return vectors.map((vector) => vector && toUnitLength(vector));
}

/** Vectors that stay cached. A vector of 384 numbers takes 1.5 kB. */
const MOST_KEPT = 4096;

/** Without an embedder, no text has a vector. */
export const readNoVectors: ReadVectors = async (texts) => texts.map(() => undefined);

/**
 * Creates a reader of vectors that remembers the texts used last. A text that the embedder refuses has no vector.
 *
 * @param limit vectors to keep. Default: 4096
 * @returns a function that rejects with the embedder's error if the embedder fails for every text
 */
export function createVectorReader(embedder: Embedder, limit: number = MOST_KEPT): ReadVectors {
  const kept = new Map<string, Float32Array | undefined>();
  return async (texts, role, signal) => {
    const keys = texts.map((text) => `${role} ${text}`);
    const found = new Map(keys.filter((key) => kept.has(key)).map((key) => [key, kept.get(key)]));
    const missing = [...new Set(texts)].filter((text) => !found.has(`${role} ${text}`));
    const vectors = await embedUnits(embedder, missing, { role, signal });
    missing.forEach((text, place) => {
      found.set(`${role} ${text}`, vectors[place]);
    });
    for (const [key, vector] of found) {
      kept.delete(key);
      kept.set(key, vector);
    }
    for (const key of kept.keys()) {
      if (kept.size <= limit) break;
      kept.delete(key);
    }
    return keys.map((key) => found.get(key));
  };
}
