/**
 * What a text adds to those that rank higher: words of the question, and another title.
 *
 * @module
 */
import type { Profile } from '../rules/profile.ts';
import type { Comparison } from './question.ts';

/** A text beside the texts that rank higher. */
export interface Redundancy {
  /** Share of the question that the text covers and no better text does, 0 to 1. */
  readonly fresh: number;
  /** Largest share of title words in common with a better text, 0 to 1. */
  readonly titleOverlap: number;
  /** Number of better texts that cover every word of the question that this one covers. */
  readonly dominated: number;
}

/** Compares each text with those that rank higher. */
export function measureRedundancy(
  order: readonly number[],
  profiles: readonly Profile[],
  comparisons: readonly Comparison[],
): readonly Redundancy[] {
  const measured: Redundancy[] = [];
  const covered = new Uint8Array(comparisons[0]?.covers.length ?? 0);
  order.forEach((place, rank) => {
    const { covers } = comparisons[place]!;
    let fresh = 0;
    for (let stem = 0; stem < covers.length; stem += 1) {
      if (covers[stem] === 0 || covered[stem] === 1) continue;
      fresh += covers[stem]!;
      covered[stem] = 1;
    }
    let [titleOverlap, dominated] = [0, 0];
    for (let above = 0; above < rank; above += 1) {
      const other = order[above]!;
      titleOverlap = Math.max(
        titleOverlap,
        overlap(profiles[place]!.titleStems, profiles[other]!.titleStems),
      );
      if (fresh === 0 && coversAll(comparisons[other]!.covers, covers)) dominated += 1;
    }
    measured[place] = { fresh, titleOverlap, dominated };
  });
  return measured;
}

/** Returns the share of common members, of all members of both. */
function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let common = 0;
  for (const each of left) if (right.has(each)) common += 1;
  return common === 0 ? 0 : common / (left.size + right.size - common);
}

function coversAll(wide: Float64Array, narrow: Float64Array): boolean {
  for (let stem = 0; stem < narrow.length; stem += 1) if (narrow[stem]! > 0 && wide[stem] === 0) return false;
  return true;
}
