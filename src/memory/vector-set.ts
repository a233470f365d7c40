/**
 * The part of the store contract that concerns vectors.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { Entry, EntryId } from './entry.ts';

/** The space of comparable vectors: one embedder, one length. */
export interface VectorSpace {
  /** Name of the embedder. */
  readonly embedder: string;
  readonly dimensions: number;
}

/** Vectors of entries in one space. */
export interface VectorSet extends VectorSpace {
  readonly vectors: ReadonlyMap<EntryId, Float32Array>;
}

/** The part of a store that keeps vectors. They are derived data and not part of the log. */
export interface StoreVectors {
  /** Returns the space of the vectors; `undefined` if the namespace has none yet. */
  space(namespace: string): Promise<VectorSpace | undefined>;
  /** Returns the vectors of all live entries that have one. */
  all(namespace: string): Promise<VectorSet | undefined>;
  /** Returns the vectors of these entries, with the versions they belong to; entries without one are absent. */
  get(namespace: string, ids: readonly EntryId[]): Promise<readonly EntryVector[]>;
  /** Returns live entries without a vector, except the scratchpad. */
  missing(namespace: string): Promise<readonly Entry[]>;
  /**
   * Adds vectors of the given versions of entries. Entries that have changed since are left alone. `replace`
   * first removes all vectors and the space, to move a namespace to another embedder.
   *
   * @throws AtomMemError `embedder-mismatch`, `bad-vector`
   */
  put(
    namespace: string,
    space: VectorSpace,
    vectors: readonly EntryVector[],
    options?: { readonly replace?: boolean },
  ): Promise<void>;
}

/** A vector and the version of the entry that it belongs to. */
export interface EntryVector {
  readonly id: EntryId;
  readonly version: number;
  readonly vector: Float32Array;
}

/** @throws AtomMemError `embedder-mismatch` if the namespace holds vectors of another space */
export function checkSpace(namespace: string, held: VectorSpace | undefined, given: VectorSpace): void {
  if (held === undefined) return;
  if (held.embedder === given.embedder && held.dimensions === given.dimensions) return;
  throw new AtomMemError('embedder-mismatch', {
    problem: `namespace "${namespace}" holds vectors of ${describe(held)}, not of ${describe(given)}`,
    remedy: 'Open it with that embedder, or move it to the new one with "atommem memory reembed"',
  });
}

/** @throws AtomMemError `bad-vector` unless the vector is of this length and finite throughout. */
export function checkVector(vector: Float32Array, dimensions: number): void {
  const fault =
    vector.length === 0 || vector.length !== dimensions
      ? `a vector has ${vector.length} dimensions where ${dimensions} are needed`
      : allFinite(vector)
        ? undefined
        : `a vector holds ${vector.find((value) => !Number.isFinite(value))}`;
  if (fault === undefined) return;
  throw new AtomMemError('bad-vector', {
    problem: fault,
    remedy: 'Check the embedder; nothing was written',
  });
}

/** The product with zero is zero, or NaN for a value that is not finite: one sum is faster than many tests. */
function allFinite(vector: Float32Array): boolean {
  let sum = 0;
  for (let place = 0; place < vector.length; place++) sum += vector[place]! * 0;
  return sum === 0;
}

function describe(space: VectorSpace): string {
  return `${space.embedder} (${space.dimensions} dimensions)`;
}
