/**
 * Merges the rankings of several retrievers.
 *
 * @module
 */
import type { EntryId } from '../memory/entry.ts';
import type { EntryIndex, Hit, Retriever } from '../memory/retriever.ts';

export interface HybridOptions {
  /** Added to every rank. A larger value favours the first ranks less. Default: 60 (Cormack et al. 2009). */
  readonly rankConstant?: number;
  /** Number of candidates from each retriever. Default: ten times the limit, at least 60. */
  readonly depth?: number;
}

/**
 * Returns a retriever that merges the rankings of others by reciprocal-rank fusion. The score of an entry is
 * the sum of `1 / (rankConstant + rank)` over the rankings that hold it, so scores need not be comparable.
 *
 * @example hybridRetriever([lexicalRetriever(), vectorRetriever({ embedder })])
 */
export function hybridRetriever(retrievers: readonly Retriever[], options: HybridOptions = {}): Retriever {
  if (retrievers.length === 0) throw new Error('hybridRetriever got no retriever: give it at least one');
  return {
    name: `hybrid(${retrievers.map((retriever) => retriever.name).join(',')})`,
    createIndex: () =>
      createHybridIndex(
        retrievers.map((retriever) => retriever.createIndex()),
        options,
      ),
  };
}

function createHybridIndex(
  indexes: readonly EntryIndex[],
  { rankConstant = 60, depth }: HybridOptions,
): EntryIndex {
  /** Position of each entry by first addition; breaks ties. */
  const places = new Map<EntryId, number>();
  let nextPlace = 0;

  return {
    async add(entries, signal) {
      signal?.throwIfAborted();
      for (const { id } of entries) if (!places.has(id)) places.set(id, nextPlace++);
      await Promise.all(indexes.map((index) => index.add(entries, signal)));
    },
    remove(ids) {
      for (const id of ids) places.delete(id);
      for (const index of indexes) index.remove(ids);
    },
    async search(query, options) {
      const limit = Math.max(0, options.limit);
      const candidates = { ...options, limit: Math.max(limit, depth ?? Math.max(60, limit * 10)) };
      const rankings = await Promise.all(indexes.map((index) => index.search(query, candidates)));
      return fuseRankings(rankings, rankConstant)
        .sort(
          (left, right) =>
            right.score - left.score || (places.get(left.id) ?? 0) - (places.get(right.id) ?? 0),
        )
        .slice(0, limit);
    },
  };
}

/** Returns the fused score of every entry, in no particular order. */
export function fuseRankings(rankings: readonly (readonly Hit[])[], rankConstant: number): Hit[] {
  const scores = new Map<EntryId, number>();
  for (const ranking of rankings) {
    for (const [position, { id }] of ranking.entries()) {
      scores.set(id, (scores.get(id) ?? 0) + 1 / (rankConstant + position + 1));
    }
  }
  return [...scores].map(([id, score]) => ({ id, score }));
}
