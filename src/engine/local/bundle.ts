/**
 * Groups training sequences that share a prefix.
 *
 * @module
 */
import type { Sequence } from '../sequence.ts';

/** Sequences that share a prefix, as indices into a batch. The prefix is computed once. */
export interface Bundle {
  readonly indices: readonly number[];
  /** Number of tokens that a pass over the bundle reads. */
  readonly tokens: number;
}

/**
 * Returns the first row whose logits are needed, rounded down to a multiple of 8. Earlier rows are only
 * context.
 */
export function firstRow({ first }: Sequence): number {
  return first - (first % 8);
}

/**
 * Groups sequences that are equal up to the first row whose logits are needed, as the rollouts of a group
 * often answer the same prompt. If that prefix is shorter than half a sequence, the sequence stays alone,
 * because the rest of a pass also has a fixed cost. The result depends on the sequences only.
 */
export function bundleSequences(sequences: readonly Sequence[]): readonly Bundle[] {
  const bundles = new Map<string, { indices: number[]; tokens: number }>();
  for (const [index, sequence] of sequences.entries()) {
    const from = firstRow(sequence);
    const { length } = sequence.tokens;
    const shares = 2 * from >= length && sequence.first < length;
    const key = shares ? sequence.tokens.subarray(0, from).join(' ') : `alone ${index}`;
    const bundle = bundles.get(key);
    if (bundle === undefined) {
      bundles.set(key, { indices: [index], tokens: length });
      continue;
    }
    bundle.indices.push(index);
    bundle.tokens += length - from;
  }
  return [...bundles.values()];
}
