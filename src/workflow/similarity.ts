/**
 * How similar texts are, with or without an embedder.
 *
 * @module
 */
import type { Embedder } from '../memory/embedder.ts';

/** Compares a query with texts: 1 for equal, about 0 for nothing in common. */
export type Similarity = (
  query: string,
  texts: readonly string[],
  signal?: AbortSignal,
) => Promise<readonly number[]>;

/** Number of cached vectors. One of 1024 numbers takes 4 kB. */
const MOST_KEPT = 20_000;

/** Creates a similarity that is the cosine of an embedder's vectors. It caches the last 20 000 vectors. */
export function embedderSimilarity(embedder: Embedder): Similarity {
  const kept = new Map<string, Float32Array>();
  async function embedTexts(
    texts: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Float32Array[]> {
    const known = new Map(
      texts.flatMap((text) => (kept.has(text) ? [[text, kept.get(text)!] as const] : [])),
    );
    const missing = [...new Set(texts)].filter((text) => !known.has(text));
    const found = missing.length === 0 ? [] : await embedder.embed(missing, 'entry', signal);
    for (const [index, text] of missing.entries()) {
      known.set(text, found[index]!);
      kept.set(text, found[index]!);
    }
    for (const text of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(text);
    }
    return texts.map((text) => known.get(text)!);
  }
  return async (query, texts, signal) => {
    const [vector, ...others] = await embedTexts([query, ...texts], signal);
    return others.map((other) => cosine(vector!, other));
  };
}

/** Compares word counts by their cosine. The default without an embedder. */
export const wordSimilarity: Similarity = async (query, texts) => {
  const words = countWords(query);
  return texts.map((text) => wordCosine(words, countWords(text)));
};

function cosine(left: Float32Array, right: Float32Array): number {
  let product = 0;
  let squares = 0;
  let others = 0;
  for (const [place, value] of left.entries()) {
    const other = right[place] ?? 0;
    product += value * other;
    squares += value * value;
    others += other * other;
  }
  return squares === 0 || others === 0 ? 0 : product / Math.sqrt(squares * others);
}

function countWords(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function wordCosine(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  let product = 0;
  for (const [word, count] of left) product += count * (right.get(word) ?? 0);
  return product === 0 ? 0 : product / (measureLength(left) * measureLength(right));
}

function measureLength(counts: ReadonlyMap<string, number>): number {
  let squares = 0;
  for (const count of counts.values()) squares += count * count;
  return Math.sqrt(squares);
}
