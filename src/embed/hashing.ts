/**
 * An embedder without a model: hashed words and trigrams.
 *
 * @module
 */
import type { Embedder } from '../memory/embedder.ts';
import { hashText } from './hash.ts';

export interface HashingOptions {
  /** Length of the vectors. Default: 256. */
  readonly dimensions?: number;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const WORD_WEIGHT = 1;
/** A word has several n-grams, so each counts less than a whole word. */
const NGRAM_WEIGHT = 0.25;
const NGRAM_LENGTH = 3;

/**
 * Returns an embedder that needs no model: it hashes words and character trigrams to signed positions of the
 * vector. Texts that share words or spellings get similar vectors. Vectors are the same on every machine, which suits
 * tests. It does not represent meaning.
 */
export function hashingEmbedder({ dimensions = 256 }: HashingOptions = {}): Embedder {
  return {
    name: `hashing-${dimensions}`,
    dimensions,
    async embed(texts, _role, signal) {
      signal?.throwIfAborted();
      return texts.map((text) => hashFeatures(text, dimensions));
    },
  };
}

function hashFeatures(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const count = (feature: string, weight: number): void => {
    const hash = hashText(feature);
    const place = (hash >>> 1) % dimensions;
    vector[place] = vector[place]! + (hash & 1 ? weight : -weight);
  };
  for (const word of text.normalize('NFKC').toLowerCase().match(WORD) ?? []) {
    count(word, WORD_WEIGHT);
    const bounded = `^${word}$`;
    for (let start = 0; start + NGRAM_LENGTH <= bounded.length; start++) {
      count(bounded.slice(start, start + NGRAM_LENGTH), NGRAM_WEIGHT);
    }
  }
  return vector;
}
