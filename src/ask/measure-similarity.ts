/**
 * Measures how similar the sentences of documents are to a question, with an embedder.
 *
 * @module
 */
import type { Embedder } from '../memory/embedder.ts';
import { multiply, toUnitLength } from '../shared/unit-vector.ts';

/** Texts of one call to the embedder. */
const BATCH = 64;

/** Returns the similarity of each text to a question, in standard deviations above the mean. */
export type MeasureSimilarity = (question: string, signal?: AbortSignal) => Promise<Float32Array>;

/**
 * Embeds texts once, for many questions. Errors of the embedder are not caught.
 *
 * @param texts one text for each sentence
 */
export async function embedTexts(
  texts: readonly string[],
  embedder: Embedder,
  signal?: AbortSignal,
): Promise<MeasureSimilarity> {
  const vectors: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += BATCH) {
    signal?.throwIfAborted();
    const batch = await embedder.embed(texts.slice(at, at + BATCH), 'entry', signal);
    for (const vector of batch) vectors.push(toUnitLength(vector));
  }
  return async (question, inner = signal) => {
    const [vector] = await embedder.embed([question], 'query', inner);
    const asked = toUnitLength(vector!);
    return standardise(Float32Array.from(vectors, (one) => multiply(one, asked)));
  };
}

/** Embedders differ in the range of their cosines. Deviations from the mean are comparable. */
function standardise(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
  const deviation = Math.sqrt(variance);
  return deviation > 0 ? values.map((value) => (value - mean) / deviation) : values.map(() => 0);
}
