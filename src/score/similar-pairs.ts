/**
 * Finds pairs of similar word sets without comparing all pairs.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';

/** Positions of two similar members of a list. */
export interface SimilarPair {
  readonly first: number;
  readonly second: number;
  /** Jaccard similarity, 0 to 1. */
  readonly similarity: number;
}

/**
 * Returns all pairs of word sets whose Jaccard similarity is at least `threshold` (above 0), in order. It compares
 * only sets that share one of their rarest words (prefix filtering; Bayardo, Ma and Srikant, 2007). Empty sets are
 * never similar.
 *
 * @throws AtomMemError `bad-argument` if the threshold is out of range.
 */
export function similarPairs(
  sets: readonly ReadonlySet<string>[],
  threshold: number,
): readonly SimilarPair[] {
  if (!(threshold > 0 && threshold <= 1)) {
    throw new AtomMemError('bad-argument', {
      problem: `threshold is ${threshold}`,
      remedy: 'Pass a number above 0 and up to 1',
      details: { option: 'threshold', value: threshold },
    });
  }
  const frequency = new Map<string, number>();
  for (const set of sets) for (const word of set) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const holders = new Map<string, number[]>();
  const pairs: SimilarPair[] = [];
  for (const [second, set] of sets.entries()) {
    const candidates = new Set<number>();
    for (const word of rarest(set, frequency, threshold)) {
      const earlier = holders.get(word);
      for (const first of earlier ?? []) candidates.add(first);
      if (earlier === undefined) holders.set(word, [second]);
      else earlier.push(second);
    }
    for (const first of candidates) {
      const similarity = jaccard(sets[first]!, set);
      if (similarity >= threshold) pairs.push({ first, second, similarity });
    }
  }
  return pairs.sort((one, other) => one.first - other.first || one.second - other.second);
}

/** Returns the Jaccard similarity, or 0 for two empty sets. */
export function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  let shared = 0;
  for (const word of small) if (large.has(word)) shared += 1;
  const union = one.size + other.size - shared;
  return union === 0 ? 0 : shared / union;
}

function rarest(
  set: ReadonlySet<string>,
  frequency: ReadonlyMap<string, number>,
  threshold: number,
): readonly string[] {
  const ordered = [...set].sort(
    (one, other) => frequency.get(one)! - frequency.get(other)! || (one < other ? -1 : 1),
  );
  return ordered.slice(0, set.size - Math.ceil(threshold * set.size) + 1);
}
