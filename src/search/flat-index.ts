import type { EntryId } from '../memory/entry.ts';
import type { Hit } from '../memory/retriever.ts';
import { writeUnitVector } from './unit-vector.ts';
import { VectorError } from './vector-error.ts';

/** Unit vectors under ids, searched exactly by cosine. */
export interface FlatIndex {
  readonly dimensions: number;
  readonly size: number;
  has(id: EntryId): boolean;
  /** Adds a vector of any length above zero, or replaces the one of this id, which keeps its place. */
  set(id: EntryId, vector: Float32Array): void;
  /** `false` where there was none. */
  remove(id: EntryId): boolean;
  /** The `limit` most similar of those that `accept` allows, best first; equal ones by first addition. */
  search(query: Float32Array, limit: number, accept?: (id: EntryId) => boolean): readonly Hit[];
}

/**
 * @example
 * const index = createFlatIndex(3);
 * index.set('m1', Float32Array.of(1, 0, 0));
 * index.search(Float32Array.of(2, 1, 0), 1); // [{ id: 'm1', score: 0.894… }]
 */
export function createFlatIndex(dimensions: number): FlatIndex {
  if (dimensions < 1) {
    throw new VectorError('wrong-length', 'a vector has no values: check what the embedder returns');
  }
  const rows = new Map<EntryId, Float32Array>();
  const checked = (vector: Float32Array, what: string): Float32Array => {
    if (vector.length !== dimensions) {
      throw new VectorError(
        'wrong-length',
        `the vector of ${what} has ${vector.length} values, this index has ${dimensions}: vectors of two embedders cannot be compared, so embed all entries anew with one of them`,
      );
    }
    const row = new Float32Array(dimensions);
    writeUnitVector(vector, row, what);
    return row;
  };

  return {
    dimensions,
    get size() {
      return rows.size;
    },
    has: (id) => rows.has(id),
    set(id, vector) {
      rows.set(id, checked(vector, `entry ${id}`));
    },
    remove: (id) => rows.delete(id),
    search(query, limit, accept = () => true) {
      const unit = checked(query, 'the query');
      return [...rows]
        .filter(([id]) => accept(id))
        .map(([id, row]) => ({ id, score: row.reduce((sum, value, place) => sum + value * unit[place]!, 0) }))
        .sort((left, right) => right.score - left.score)
        .slice(0, Math.max(0, limit));
    },
  };
}
