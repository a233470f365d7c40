/**
 * The rows of numbers that the network reads: one per text in sight.
 *
 * @module
 */
import { COMBINED_FEATURES } from './combined-features.ts';
import { TEXT_FEATURES } from './comparison.ts';
import { MEMORY_FEATURES } from './memory-features.ts';
import type { Scene } from './scene.ts';
import { measureSimilarity } from './similarity.ts';
import { SIMILARITY_FEATURES } from './similarity-features.ts';

/** Names of the features that need no embedder, in the order of a row. Weights fit only the same list. */
export const FEATURE_NAMES: readonly string[] = [
  ...Object.keys(TEXT_FEATURES),
  ...Object.keys(MEMORY_FEATURES),
  ...Object.keys(COMBINED_FEATURES),
];

/** Names of all features. Those of an embedder come last. */
export const EMBEDDED_FEATURE_NAMES: readonly string[] = [
  ...FEATURE_NAMES,
  ...Object.keys(SIMILARITY_FEATURES),
];

/** Place of the rules' score in a row. */
export const CHAIN_PLACE: number = FEATURE_NAMES.indexOf('chain');

/** Place of the score by which the rules evict. */
export const WORTH_PLACE: number = FEATURE_NAMES.indexOf('worth');

const COMPUTE = Object.values(MEMORY_FEATURES);
const COMBINE = Object.values(COMBINED_FEATURES);
const COMPARE = Object.values(SIMILARITY_FEATURES);

/**
 * Computes a row for every text in a scene: entries first, then documents.
 *
 * @param size length of a row: that of `FEATURE_NAMES` or of `EMBEDDED_FEATURE_NAMES`
 */
export function computeFeatures(scene: Scene, size: number = FEATURE_NAMES.length): readonly Float64Array[] {
  const rows = scene.texts.map((_, place) => {
    const row = new Float64Array(size);
    const { values } = scene.comparisons[place]!;
    row.set(values);
    COMPUTE.forEach((compute, index) => {
      row[values.length + index] = compute(scene, place);
    });
    COMBINE.forEach((combine, index) => {
      row[values.length + COMPUTE.length + index] = combine(row);
    });
    return row;
  });
  if (size > FEATURE_NAMES.length) addSimilarity(rows, scene);
  return rows;
}

function addSimilarity(rows: readonly Float64Array[], { question, texts, heads, order }: Scene): void {
  const vectors = texts.map(({ vector }) => vector);
  const similarity = measureSimilarity({ question: question.vector, texts: vectors, heads, order });
  rows.forEach((row, place) => {
    COMPARE.forEach((compare, index) => {
      row[FEATURE_NAMES.length + index] = compare(similarity, place);
    });
  });
}
