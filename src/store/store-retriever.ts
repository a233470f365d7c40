/**
 * A retriever that uses the store's own indexes.
 *
 * @module
 */
import { embedAccepted, type UnembeddedEntry } from '../memory/embed-texts.ts';
import type { Embedder } from '../memory/embedder.ts';
import type { Entry } from '../memory/entry.ts';
import type { BoundSearch, BoundStore, Retriever } from '../memory/retriever.ts';
import { fuseRankings, type HybridOptions, hybridRetriever } from '../search/hybrid.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { vectorRetriever } from '../search/vector.ts';
import { embedMissing } from './reembed.ts';

export interface StoreRetrieverOptions extends HybridOptions {
  /** Adds search by meaning. The store keeps the vectors. Default: search by words only. */
  readonly embedder?: Embedder;
  /** Is called with the entries that the embedder refuses, once for each. Search by words still finds them. */
  readonly onUnembedded?: (entries: readonly UnembeddedEntry[]) => void;
}

/**
 * Returns a retriever that uses the store's own indexes, which outlive the process: opening a large namespace
 * costs nothing, and no text is embedded twice. Rankings by words and by vectors are merged by
 * reciprocal-rank fusion. A query that the embedder refuses is searched by words only. If the store has no
 * indexes, they are built in this process.
 *
 * @example
 * import { createMemory } from 'atommem';
 *
 * const memory = createMemory({ store, namespace: 'users/1', retriever: storeRetriever({ embedder }) });
 */
export function storeRetriever({ embedder, ...options }: StoreRetrieverOptions = {}): Retriever {
  const inProcess = embedder
    ? hybridRetriever(
        [lexicalRetriever(), vectorRetriever({ embedder, onUnembedded: options.onUnembedded })],
        options,
      )
    : lexicalRetriever();
  return {
    name: `store(${inProcess.name})`,
    createIndex: inProcess.createIndex,
    embedder,
    bind: (store, namespace) => bindSearch(store, namespace, { ...options, embedder }),
  };
}

function bindSearch(
  store: BoundStore,
  namespace: string,
  { embedder, onUnembedded, rankConstant = 60, depth }: StoreRetrieverOptions,
): BoundSearch | undefined {
  const { search } = store;
  if (search === undefined) return undefined;
  if (embedder === undefined) return (query, options) => search.lexical(namespace, query, options);
  /** Versions of entries that the embedder refused. Embedding them again would fail again. */
  const refusedVersions = new Map<string, number>();
  let lastQuery: { readonly text: string; readonly vector: Float32Array | undefined } | undefined;

  /** Returns `undefined` for a query that the embedder refuses, for example because it is too long. */
  async function embedQuery(
    text: string,
    signal: AbortSignal | undefined,
  ): Promise<Float32Array | undefined> {
    // A standing query is searched at every step, so it is embedded once.
    if (lastQuery?.text !== text) {
      const { vectors } = await embedAccepted(embedder!, [text], { signal, role: 'query' });
      lastQuery = { text, vector: vectors[0] };
    }
    return lastQuery.vector;
  }

  async function embedNew(signal: AbortSignal | undefined): Promise<void> {
    const asked = new Map<string, number>();
    const skip = ({ id, version }: Entry): boolean => {
      if (refusedVersions.get(id) === version) return true;
      asked.set(id, version);
      return false;
    };
    const { refused } = await embedMissing(store, namespace, embedder!, { signal, skip });
    for (const { id } of refused) refusedVersions.set(id, asked.get(id)!);
    if (refused.length > 0) onUnembedded?.(refused);
  }

  return async (query, options) => {
    const { limit, signal } = options;
    if (limit < 1) return [];
    await embedNew(signal);
    const candidates = { ...options, limit: Math.max(limit, depth ?? Math.max(60, limit * 10)) };
    const vector = await embedQuery(query, signal);
    if (vector === undefined) return search.lexical(namespace, query, options);
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
