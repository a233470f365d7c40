import { readSources } from '../memory/entry.ts';
import type { View } from '../memory/view.ts';

/** The part of a view that records where its texts came from. */
export type ShownSources = Pick<View, 'scratchpadMeta' | 'entries'>;

/**
 * Share of the evidence documents among the sources of the scratchpad and the entries shown, 0 to 1;
 * `undefined` where the evidence is not known.
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

/** Whether all evidence documents are among those sources; `undefined` where the evidence is not known. */
export function supportAll(
  question: { readonly support: readonly string[] },
  shown: ShownSources,
): boolean | undefined {
  const recall = supportRecall(question, shown);
  return recall === undefined ? undefined : recall === 1;
}
