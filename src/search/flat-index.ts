/**
 * An exact index of vectors.
 *
 * @module
 */
import type { EntryId } from '../memory/entry.ts';
import type { Hit } from '../memory/retriever.ts';
import { AtomMemError } from '../shared/error.ts';
import { createRowChunks, type RowChunks } from './row-chunks.ts';
import { scanRows } from './scan-rows.ts';
import { type SearchSpace, sharedSearchSpace } from './search-space.ts';

export interface FlatIndexOptions {
  /** Memory of the rows. Default: the one that all indexes of this thread share. */
  readonly space?: SearchSpace;
  /**
   * Number of rows from which a search reads quantised rows first. The results are the same. It reads
   * a quarter of the memory and needs a quarter more. Default: 1000, above the size at which it becomes faster.
   */
  readonly quantiseFrom?: number;
}

/** Vectors by id. Search is exact: it compares every vector by cosine. */
export interface FlatIndex {
  readonly dimensions: number;
  readonly size: number;
  has(id: EntryId): boolean;
  /** Adds a vector of any norm, or replaces the one of this id, which keeps its position. */
  set(id: EntryId, vector: Float32Array): void;
  /** Removes a vector. Returns `false` if the id has none. */
  remove(id: EntryId): boolean;
  /**
   * Returns the `limit` most similar ids that `accept` allows, best first. Ties keep the order of first
   * addition.
   */
  search(query: Float32Array, limit: number, accept?: (id: EntryId) => boolean): readonly Hit[];
  /** Empties the index and releases its memory. Garbage collection releases it as well. */
  clear(): void;
}

/** Releases the memory of indexes that were dropped without `clear`. */
const abandoned: FinalizationRegistry<RowChunks> = new FinalizationRegistry((chunks) => chunks.clear());

/** The rows are compacted when at least this many are removed, and more than remain. */
const FEWEST_GAPS = 64;

/**
 * Creates an empty index.
 *
 * @throws AtomMemError `bad-vector` for vectors of another length or with NaN, `out-of-memory`
 *
 * @example
 * const index = createFlatIndex(3);
 * index.set('m1', Float32Array.of(1, 0, 0));
 * index.search(Float32Array.of(2, 1, 0), 1); // [{ id: 'm1', score: 0.894… }]
 */
export function createFlatIndex(
  dimensions: number,
  { space = sharedSearchSpace(), quantiseFrom = 1000 }: FlatIndexOptions = {},
): FlatIndex {
  if (dimensions < 1) {
    throw new AtomMemError('bad-vector', {
      problem: `an index needs at least 1 dimension, got ${dimensions}`,
      remedy: 'Check what the embedder returns',
    });
  }
  const chunks = createRowChunks(space, dimensions);
  const rowOf = new Map<EntryId, number>();
  /** Ids by row; `undefined` for removed ones, so that rows stay in the order of first addition. */
  let ids: (EntryId | undefined)[] = [];

  function checkLength(vector: Float32Array, what: string): void {
    if (vector.length === dimensions) return;
    throw new AtomMemError('bad-vector', {
      problem: `the vector of ${what} has ${vector.length} values, and the index has ${dimensions}`,
      remedy: 'Embed all entries with the same embedder',
    });
  }

  function closeGaps(): void {
    const rows = [...rowOf.values()].sort((left, right) => left - right);
    chunks.compact(rows);
    ids = rows.map((row) => ids[row]);
    for (const [row, id] of ids.entries()) rowOf.set(id!, row);
  }

  const index: FlatIndex = {
    dimensions,
    get size() {
      return rowOf.size;
    },
    has: (id) => rowOf.has(id),
    set(id, vector) {
      const what = `entry ${id}`;
      checkLength(vector, what);
      const row = rowOf.get(id);
      if (row !== undefined) return chunks.replace(row, vector, what);
      chunks.append(vector, what);
      rowOf.set(id, ids.length);
      ids.push(id);
    },
    remove(id) {
      const row = rowOf.get(id);
      if (row === undefined) return false;
      rowOf.delete(id);
      ids[row] = undefined;
      chunks.blank(row);
      const gaps = ids.length - rowOf.size;
      if (rowOf.size === 0 || (gaps >= FEWEST_GAPS && gaps > rowOf.size)) closeGaps();
      return true;
    },
    search(query, limit, accept) {
      checkLength(query, 'the query');
      if (!(limit >= 1)) return [];
      const found = scanRows(space, chunks, query, {
        limit: Math.min(Math.floor(limit), Math.max(1, rowOf.size)),
        quantised: rowOf.size >= quantiseFrom,
        accept: accept && ((row: number) => ids[row] !== undefined && accept(ids[row])),
      });
      return found.map(({ row, score }) => ({ id: ids[row]!, score }));
    },
    clear() {
      rowOf.clear();
      ids = [];
      chunks.clear();
    },
  };
  abandoned.register(index, chunks);
  return index;
}
