import type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
import type { Entry, EntryId } from '../memory/entry.ts';
import type { EntryIndex, Retriever } from '../memory/retriever.ts';
import { AtomMemError } from '../shared/error.ts';
import { createFlatIndex, type FlatIndex } from './flat-index.ts';
import { matchesFilter } from './meta-filter.ts';

export interface VectorOptions {
  readonly embedder: Embedder;
  /** Most texts handed to the embedder at once. Default 256. */
  readonly batchSize?: number;
}

/**
 * Finds entries by the cosine between their vector and the query's, exactly: every entry is compared.
 *
 * @throws AtomMemError `bad-vector` from `add` and `search` where the embedder gives too few vectors, one of another
 * length, or one that is not finite. Entries before the faulty one are then in; adding all again is safe.
 */
export function vectorRetriever({ embedder, batchSize = 256 }: VectorOptions): Retriever {
  if (!(batchSize >= 1)) throw new RangeError(`batchSize is ${batchSize}: give at least 1`);
  return {
    name: `vector:${embedder.name}`,
    createIndex: () => createVectorIndex(embedder, batchSize),
  };
}

function createVectorIndex(embedder: Embedder, batchSize: number): EntryIndex {
  const embedded = new Map<EntryId, Entry>();
  /** The newest addition of an id that is still being embedded: a later one, or a removal, overtakes it. */
  const awaited = new Map<EntryId, Entry>();
  let vectors: FlatIndex | undefined;
  let lastQuery: { readonly text: string; readonly vector: Float32Array } | undefined;

  async function addBatch(entries: readonly Entry[], signal: AbortSignal | undefined): Promise<void> {
    const texts = entries.map((entry) => entry.text);
    const found = await embedAll(embedder, texts, 'entry', signal);
    vectors ??= createFlatIndex(found[0]!.length);
    for (const [position, entry] of entries.entries()) {
      if (awaited.get(entry.id) !== entry) continue;
      vectors.set(entry.id, found[position]!);
      embedded.set(entry.id, entry);
    }
  }

  async function queryVector(text: string, signal: AbortSignal | undefined): Promise<Float32Array> {
    // A standing query is asked at every step: embed it once.
    if (lastQuery?.text !== text) {
      const [vector] = await embedAll(embedder, [text], 'query', signal);
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

async function embedAll(
  embedder: Embedder,
  texts: readonly string[],
  role: EmbeddingRole,
  signal: AbortSignal | undefined,
): Promise<readonly Float32Array[]> {
  const vectors = await embedder.embed(texts, role, signal);
  if (vectors.length !== texts.length) {
    throw new AtomMemError('bad-vector', {
      problem: `embedder ${embedder.name} returned ${vectors.length} vectors for ${texts.length} texts`,
      remedy: 'Return one vector per text, in order. If the server cuts long lists, lower "batchSize"',
    });
  }
  return vectors;
}
