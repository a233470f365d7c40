/**
 * The rows of numbers that the network reads: one per text in sight.
 *
 * @module
 */
import { COMBINED_FEATURES } from './combined-features.ts';
import { TEXT_FEATURES } from './comparison.ts';
import { MEMORY_FEATURES } from './memory-features.ts';
import type { Scene } from './scene.ts';

/** Names of all features, in the order of a row. Weights fit only the same list. */
export const FEATURE_NAMES: readonly string[] = [
  ...Object.keys(TEXT_FEATURES),
  ...Object.keys(MEMORY_FEATURES),
  ...Object.keys(COMBINED_FEATURES),
];

/** Place of the rules' score in a row. */
export const CHAIN_PLACE: number = FEATURE_NAMES.indexOf('chain');

/** Place of the score by which the rules evict. */
export const WORTH_PLACE: number = FEATURE_NAMES.indexOf('worth');

const COMPUTE = Object.values(MEMORY_FEATURES);
const COMBINE = Object.values(COMBINED_FEATURES);

/** Computes a row for every text in a scene: entries first, then documents. */
export function computeFeatures(scene: Scene): readonly Float64Array[] {
  return scene.texts.map((_, place) => {
    const row = new Float64Array(FEATURE_NAMES.length);
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
}
