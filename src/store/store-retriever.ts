import { embedMissing } from '../memory/reembed.ts';
import type { BoundSearch, BoundStore, Retriever } from '../memory/retriever.ts';
import { embedTexts } from '../memory/write-vectors.ts';
import { fuseRankings, type HybridOptions, hybridRetriever } from '../search/hybrid.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { type VectorOptions, vectorRetriever } from '../search/vector.ts';

export interface StoreRetrieverOptions extends HybridOptions {
  /** Adds search by meaning; its vectors are kept in the store. Default: none, search by words alone. */
  readonly embedder?: VectorOptions['embedder'];
}

/**
 * Searches by the store's own indexes, which outlive the process: opening a large namespace costs nothing,
 * and what was embedded once is not embedded again. Words and vectors are merged by reciprocal-rank fusion.
 * A store without indexes of its own is searched by ones in this process.
 *
 * @example
 * import { createMemory } from 'atommem';
 *
 * const memory = createMemory({ store, namespace: 'users/1', retriever: storeRetriever({ embedder }) });
 */
export function storeRetriever({ embedder, ...options }: StoreRetrieverOptions = {}): Retriever {
  const inProcess = embedder
    ? hybridRetriever([lexicalRetriever(), vectorRetriever({ embedder })], options)
    : lexicalRetriever();
  return {
    name: `store(${inProcess.name})`,
    createIndex: inProcess.createIndex,
    ...(embedder && { embedder }),
    bind: (store, namespace) => bindSearch(store, namespace, { ...options, ...(embedder && { embedder }) }),
  };
}

function bindSearch(
  store: BoundStore,
  namespace: string,
  { embedder, rankConstant = 60, depth }: StoreRetrieverOptions,
): BoundSearch | undefined {
  const { search } = store;
  if (search === undefined) return undefined;
  if (embedder === undefined) return (query, options) => search.lexical(namespace, query, options);
  let lastQuery: { readonly text: string; readonly vector: Float32Array } | undefined;

  async function embedQuery(text: string, signal: AbortSignal | undefined): Promise<Float32Array> {
    // A standing query is asked at every step: embed it once.
    if (lastQuery?.text !== text) {
      const [vector] = await embedTexts(embedder!, [text], 'query', signal);
      lastQuery = { text, vector: vector! };
    }
    return lastQuery.vector;
  }

  return async (query, options) => {
    const { limit, signal } = options;
    if (limit < 1) return [];
    await embedMissing(store, namespace, embedder, signal ? { signal } : {});
    const candidates = { ...options, limit: Math.max(limit, depth ?? Math.max(60, limit * 10)) };
    const vector = await embedQuery(query, signal);
    const rankings = await Promise.all([
      search.nearest(namespace, { embedder: embedder.name, vector }, candidates),
      search.lexical(namespace, query, candidates),
    ]);
    // The sort is stable: of equal scores the nearest by vector stays first.
    return fuseRankings(rankings, rankConstant)
      .sort((left, right) => right.score - left.score)
      .slice(0, limit);
  };
}
