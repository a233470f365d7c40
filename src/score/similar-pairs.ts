/** Two members of a list and how much they share. */
export interface SimilarPair {
  readonly first: number;
  readonly second: number;
  /** Words that both have as a share of the words that either has, 0 to 1. */
  readonly similarity: number;
}

/**
 * All pairs of word sets whose Jaccard similarity reaches `threshold` (above 0), in order. Words are taken
 * rarest first: two sets that are similar enough share one of the first few of each, so that only such
 * pairs are compared (prefix filtering; Bayardo, Ma and Srikant, 2007). Empty sets are like nothing.
 */
export function similarPairs(
  sets: readonly ReadonlySet<string>[],
  threshold: number,
): readonly SimilarPair[] {
  if (!(threshold > 0 && threshold <= 1)) {
    throw new RangeError(`threshold is ${threshold}: give a number above 0 and up to 1`);
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

/** Size of the intersection over size of the union; 0 for two empty sets. */
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
