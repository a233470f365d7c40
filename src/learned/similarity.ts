/**
 * How similar the texts in sight are to the question and to each other, by the vectors of an embedder.
 *
 * @module
 */
import { multiply } from '../shared/unit-vector.ts';
import { sortPlaces } from './chain.ts';

/** Similarities by place. Each is a cosine, or 0 if a vector is missing. */
export interface Similarity {
  readonly toQuestion: Float64Array;
  /** Rank by similarity to the question. */
  readonly ranks: Int32Array;
  /** Largest similarity to a strong text. */
  readonly toStrong: Float64Array;
  /** Largest similarity to a text of better rank. */
  readonly toBetter: Float64Array;
}

type Vector = Float32Array | undefined;

/** A scene reduced to vectors. */
export interface Compared {
  readonly question: Vector;
  readonly texts: readonly Vector[];
  /** Places of the strongest texts. */
  readonly heads: readonly number[];
  /** All places by falling score. */
  readonly order: readonly number[];
}

/** Texts of better rank that a text is compared with. More would cost time where memory is large. */
const MOST_BETTER = 12;

/** Measures the similarities of all texts in a scene. */
export function measureSimilarity({ question, texts, heads, order }: Compared): Similarity {
  const cosine = (left: Vector, right: Vector): number =>
    left === undefined || right === undefined ? 0 : multiply(left, right);
  const toQuestion = Float64Array.from(texts, (text) => cosine(question, text));
  const ranks = new Int32Array(texts.length);
  sortPlaces(toQuestion).forEach((place, rank) => {
    ranks[place] = rank;
  });
  const toStrong = Float64Array.from(texts, (text, place) => {
    const others = heads.filter((head) => head !== place);
    return Math.max(0, ...others.map((head) => cosine(texts[head], text)));
  });
  const toBetter = new Float64Array(texts.length);
  order.forEach((place, rank) => {
    const better = order.slice(0, Math.min(rank, MOST_BETTER));
    toBetter[place] = Math.max(0, ...better.map((other) => cosine(texts[other], texts[place])));
  });
  return { toQuestion, ranks, toStrong, toBetter };
}
