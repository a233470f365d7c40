/**
 * Measures the share of evidence that memory shows.
 *
 * @module
 */
import { readSources } from '../memory/entry.ts';
import type { View } from '../memory/view.ts';

/** The part of a view that records the sources of its texts. */
export type ShownSources = Pick<View, 'scratchpadMeta' | 'entries'>;

/**
 * Returns the share of evidence documents that are sources of the scratchpad or of entries shown, 0 to 1. Returns
 * `undefined` if the evidence is unknown.
 */
export function supportRecall(
  question: { readonly support: readonly string[] },
  shown: ShownSources,
): number | undefined {
  const support = new Set(question.support);
  if (support.size === 0) return undefined;
  const sources = [{ meta: shown.scratchpadMeta }, ...shown.entries].flatMap(readSources);
  const found = new Set(sources.filter((source) => support.has(source)));
  return found.size / support.size;
}

/** Returns whether all evidence documents are among those sources, or `undefined` if the evidence is unknown. */
export function supportAll(
  question: { readonly support: readonly string[] },
  shown: ShownSources,
): boolean | undefined {
  const recall = supportRecall(question, shown);
  return recall === undefined ? undefined : recall === 1;
}
