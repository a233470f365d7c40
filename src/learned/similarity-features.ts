/**
 * Features from the vectors of an embedder. Only networks that were trained with an embedder read them.
 *
 * @module
 */
import type { Similarity } from './similarity.ts';

type SimilarityFeature = (similarity: Similarity, place: number) => number;

/** Returns the similarity of the text to the question. */
export const similarity: SimilarityFeature = ({ toQuestion }, place) => toQuestion[place]!;

/** Returns 1 / (1 + rank) by similarity to the question, with rank 0 for the most similar. */
export const inverseSimilarityRank: SimilarityFeature = ({ ranks }, place) => 1 / (1 + ranks[place]!);

/** Returns the largest similarity to a strong text, which can be the first half of an answer. */
export const similarityToStrong: SimilarityFeature = ({ toStrong }, place) => toStrong[place]!;

/** Returns the largest similarity to a text of better rank, which can make the text redundant. */
export const similarityToBetter: SimilarityFeature = ({ toBetter }, place) => toBetter[place]!;

/** Features of vectors, by the name that weights files use. */
export const SIMILARITY_FEATURES: Readonly<Record<string, SimilarityFeature>> = {
  similarity,
  inverseSimilarityRank,
  similarityToStrong,
  similarityToBetter,
};
