import type { Entry, EntryId } from '../memory/entry.ts';
import type { Store } from '../memory/store.ts';
import type { VectorSet } from '../memory/vector-set.ts';
import { createFlatIndex } from '../search/flat-index.ts';
import { tokenize } from '../search/tokenize.ts';

/** What a namespace holds, in figures. */
export interface Statistics {
  /** Live entries that have not expired, without the scratchpad. */
  readonly entries: number;
  /** Those that were never among what was shown or searched (`Store.noteReads`). */
  readonly neverRead: number;
  /** Pairs that say nearly the same, each entry with its nearest: vectors closer than `similarity`, or equal words. */
  readonly nearDuplicates: readonly (readonly [EntryId, EntryId])[];
  /** Milliseconds since the entries were written or last changed; `null` when there are none. */
  readonly averageAge: number | null;
  readonly bytes: {
    /** Texts and metadata of the entries, as UTF-8. */
    readonly entries: number;
    /** The same of every record of the log. */
    readonly log: number;
    readonly vectors: number;
  };
}

export interface StatisticsOptions {
  /** Milliseconds of the clock that the entries were written by. */
  readonly now: number;
  /** Cosine from which on two entries are near-duplicates. Default 0.95. */
  readonly similarity?: number;
}

/** Counts a namespace. Reads all of it, and compares every vector with every other. */
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

/** Two entries may each be the other's nearest: that is one pair. */
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
