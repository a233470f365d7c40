import type { Sequence } from '../sequence.ts';

/** Sequences that begin with the same rows, by their places in a batch. What they share is computed once. */
export interface Bundle {
  readonly indices: readonly number[];
  /** Tokens that a pass over it reads. */
  readonly tokens: number;
}

/** The first row of a sequence that is not only context: from here on its logits are looked at. */
export function firstRow({ first }: Sequence): number {
  return first - (first % 8);
}

/**
 * Puts together the sequences that are alike up to the first row that somebody looks at: the rollouts of a
 * group often answer the same prompt. Where that beginning is less than half of a sequence, it stays alone:
 * the second half of a pass has a cost of its own. A function of the sequences alone.
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
