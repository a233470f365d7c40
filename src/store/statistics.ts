/**
 * Counts what a namespace holds.
 *
 * @module
 */
import type { Entry, EntryId } from '../memory/entry.ts';
import type { Store } from '../memory/store.ts';
import type { VectorSet } from '../memory/vector-set.ts';
import { createFlatIndex } from '../search/flat-index.ts';
import { tokenize } from '../search/tokenize.ts';

/** Statistics of a namespace. */
export interface Statistics {
  /** Live entries that have not expired, without the scratchpad. */
  readonly entries: number;
  /** Entries that no search has ever returned (`Store.noteReads`). */
  readonly neverRead: number;
  /** Pairs of an entry and its nearest, with vectors closer than `similarity` or with equal words. */
  readonly nearDuplicates: readonly (readonly [EntryId, EntryId])[];
  /** Entries without a vector in a namespace that has vectors: new ones, and those that the embedder refused. */
  readonly unembedded: readonly EntryId[];
  /** Milliseconds since the entries were last changed; `null` if there are none. */
  readonly averageAge: number | null;
  readonly bytes: {
    /** Texts and metadata of the entries, as UTF-8. */
    readonly entries: number;
    /** Texts and metadata of all records of the log. */
    readonly log: number;
    readonly vectors: number;
  };
}

export interface StatisticsOptions {
  /** Milliseconds, of the clock that the entries were written with. */
  readonly now: number;
  /** Cosine from which two entries are near-duplicates. Default: 0.95. */
  readonly similarity?: number;
}

/** Computes the statistics of a namespace. Reads all of it and compares all pairs of vectors. */
export async function readStatistics(
  store: Store,
  namespace: string,
  { now, similarity = 0.95 }: StatisticsOptions,
): Promise<Statistics> {
  const entries = (await store.list(namespace)).filter((entry) => (entry.expiresAt ?? Infinity) > now);
  const reads = await store.reads(namespace);
  const vectors = await store.vectors.all(namespace);
  const age = entries.reduce((sum, entry) => sum + (now - entry.updatedAt), 0);
  return {
    entries: entries.length,
    neverRead: entries.filter((entry) => !reads.has(entry.id)).length,
    nearDuplicates: vectors ? closePairs(entries, vectors, similarity) : equalPairs(entries),
    unembedded: vectors === undefined ? [] : (await store.vectors.missing(namespace)).map(({ id }) => id),
    averageAge: entries.length === 0 ? null : age / entries.length,
    bytes: {
      entries: countBytes(entries),
      log: countBytes(await store.log(namespace)),
      vectors: (vectors?.vectors.size ?? 0) * (vectors?.dimensions ?? 0) * 4,
    },
  };
}

function closePairs(
  entries: readonly Entry[],
  { dimensions, vectors }: VectorSet,
  similarity: number,
): readonly (readonly [EntryId, EntryId])[] {
  const index = createFlatIndex(dimensions);
  const embedded = entries.filter(({ id }) => vectors.has(id));
  for (const { id } of embedded) index.set(id, vectors.get(id)!);
  const pairs = embedded.flatMap(({ id }) => {
    const [nearest] = index.search(vectors.get(id)!, 1, (other) => other !== id);
    return nearest !== undefined && nearest.score >= similarity ? [[id, nearest.id] as const] : [];
  });
  index.clear();
  return withoutMirrors(pairs);
}

/** Drops the second of two pairs that hold the same entries. */
function withoutMirrors(
  pairs: readonly (readonly [EntryId, EntryId])[],
): readonly (readonly [EntryId, EntryId])[] {
  const nearest = new Map(pairs);
  const seen = new Set<EntryId>();
  return pairs.filter(([id, other]) => {
    seen.add(id);
    return !(seen.has(other) && nearest.get(other) === id);
  });
}

function equalPairs(entries: readonly Entry[]): readonly (readonly [EntryId, EntryId])[] {
  const first = new Map<string, EntryId>();
  return entries.flatMap(({ id, text }) => {
    const words = [...new Set(tokenize(text, 'query'))].sort().join(' ');
    const other = first.get(words);
    if (other !== undefined) return [[other, id] as const];
    first.set(words, id);
    return [];
  });
}

function countBytes(items: readonly { readonly text: string | null; readonly meta: unknown }[]): number {
  const encoder = new TextEncoder();
  return items.reduce((sum, { text, meta }) => {
    const said = text === null ? 0 : encoder.encode(text).length;
    return sum + said + (meta === null ? 0 : encoder.encode(JSON.stringify(meta)).length);
  }, 0);
}
