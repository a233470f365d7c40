/**
 * Retrieval by the cosine between vectors.
 *
 * @module
 */
import { embedAccepted, embedTexts, type UnembeddedEntry } from '../memory/embed-texts.ts';
import type { Embedder } from '../memory/embedder.ts';
import type { Entry, EntryId } from '../memory/entry.ts';
import type { EntryIndex, Retriever } from '../memory/retriever.ts';
import { AtomMemError } from '../shared/error.ts';
import { createFlatIndex, type FlatIndex } from './flat-index.ts';
import { matchesFilter } from './meta-filter.ts';

export interface VectorOptions {
  readonly embedder: Embedder;
  /** Largest number of texts in one call of the embedder. Default: 256. */
  readonly batchSize?: number;
  /** Is called with the entries that the embedder refuses. They are not found until their text changes. */
  readonly onUnembedded?: (entries: readonly UnembeddedEntry[]) => void;
}

/**
 * Returns a retriever that finds entries by the cosine between their vector and the query's. The search is
 * exact: it compares every entry. An entry that the embedder refuses is left out, and the others are found.
 *
 * @throws AtomMemError `bad-option`; searches throw `bad-vector` if the vector of the query is unusable
 * @example const memory = createMemory({ retriever: vectorRetriever({ embedder }) });
 */
export function vectorRetriever(options: VectorOptions): Retriever {
  const { embedder, batchSize = 256 } = options;
  if (!(batchSize >= 1)) {
    throw new AtomMemError('bad-option', {
      problem: `"batchSize" is ${batchSize}`,
      remedy: 'Pass a whole number of at least 1',
      details: { option: 'batchSize', value: batchSize },
    });
  }
  return {
    name: `vector:${embedder.name}`,
    createIndex: () => createVectorIndex(options),
  };
}

function createVectorIndex({ embedder, batchSize = 256, onUnembedded }: VectorOptions): EntryIndex {
  const embedded = new Map<EntryId, Entry>();
  /** The newest addition of an id that is still being embedded. A later one or a removal replaces it. */
  const awaited = new Map<EntryId, Entry>();
  let vectors: FlatIndex | undefined;
  let lastQuery: { readonly text: string; readonly vector: Float32Array } | undefined;

  async function addBatch(entries: readonly Entry[], signal: AbortSignal | undefined): Promise<void> {
    const texts = entries.map((entry) => entry.text);
    const { vectors: found, refused } = await embedAccepted(embedder, texts, { signal });
    const length = found.find((vector) => vector !== undefined)?.length;
    if (length !== undefined) vectors ??= createFlatIndex(length);
    const left = refused.map(({ position, reason }) => ({ id: entries[position]!.id, reason }));
    for (const [position, entry] of entries.entries()) {
      if (awaited.get(entry.id) !== entry) continue;
      const vector = found[position];
      const fits = vector !== undefined && vector.length === vectors?.dimensions;
      if (fits) vectors!.set(entry.id, vector);
      else vectors?.remove(entry.id);
      if (vector !== undefined && !fits) {
        left.push({
          id: entry.id,
          reason: `its vector has ${vector.length} values, others have ${vectors?.dimensions}`,
        });
      }
      embedded.set(entry.id, entry);
    }
    if (left.length > 0) onUnembedded?.(left);
  }

  async function queryVector(text: string, signal: AbortSignal | undefined): Promise<Float32Array> {
    // A standing query is searched at every step, so it is embedded once.
    if (lastQuery?.text !== text) {
      const [vector] = await embedTexts(embedder, [text], 'query', signal);
      lastQuery = { text, vector: vector! };
    }
    return lastQuery.vector;
  }

  return {
    async add(entries, signal) {
      signal?.throwIfAborted();
      const newest = [...new Map(entries.map((entry) => [entry.id, entry])).values()];
      for (const entry of newest) awaited.set(entry.id, entry);
      try {
        const changed = newest.filter((entry) => embedded.get(entry.id)?.text !== entry.text);
        for (let start = 0; start < changed.length; start += batchSize) {
          await addBatch(changed.slice(start, start + batchSize), signal);
        }
        for (const entry of newest) if (awaited.get(entry.id) === entry) embedded.set(entry.id, entry);
      } finally {
        for (const entry of newest) if (awaited.get(entry.id) === entry) awaited.delete(entry.id);
      }
    },
    remove(ids) {
      for (const id of ids) {
        awaited.delete(id);
        embedded.delete(id);
        vectors?.remove(id);
      }
    },
    async search(query, { limit, filter, signal }) {
      signal?.throwIfAborted();
      if (vectors === undefined || vectors.size === 0 || limit < 1) return [];
      const vector = await queryVector(query, signal);
      const accept = filter && ((id: EntryId) => matchesFilter(embedded.get(id)!.meta, filter));
      return vectors.search(vector, limit, accept);
    },
  };
}
