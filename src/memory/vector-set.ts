/**
 * The part of the store contract that concerns vectors.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { Entry, EntryId } from './entry.ts';

/** Where vectors can be compared with each other: one embedder, one length. */
export interface VectorSpace {
  /** Name of the embedder. */
  readonly embedder: string;
  readonly dimensions: number;
}

/** Vectors of entries, all in one space. */
export interface VectorSet extends VectorSpace {
  readonly vectors: ReadonlyMap<EntryId, Float32Array>;
}

/** The part of a store that keeps vectors beside entries. They are derived data: not part of the log. */
export interface StoreVectors {
  /** The space that a namespace's vectors are in; `undefined` until its first one. */
  space(namespace: string): Promise<VectorSpace | undefined>;
  /** The vectors of all live entries that have one. */
  all(namespace: string): Promise<VectorSet | undefined>;
  /** The vectors of these entries, with the versions that they are of; entries without one are absent. */
  get(namespace: string, ids: readonly EntryId[]): Promise<readonly EntryVector[]>;
  /** Live entries without a vector, the scratchpad aside. */
  missing(namespace: string): Promise<readonly Entry[]>;
  /**
   * Adds vectors of the given versions of entries; an entry that has changed since is left alone.
   * `replace` first forgets every vector and the space: how a namespace moves to another embedder.
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

/** A vector and the very version of an entry that it was made of. */
export interface EntryVector {
  readonly id: EntryId;
  readonly version: number;
  readonly vector: Float32Array;
}

/** @throws AtomMemError `embedder-mismatch` when `given` cannot be compared with what a namespace holds. */
export function checkSpace(namespace: string, held: VectorSpace | undefined, given: VectorSpace): void {
  if (held === undefined) return;
  if (held.embedder === given.embedder && held.dimensions === given.dimensions) return;
  throw new AtomMemError('embedder-mismatch', {
    problem: `namespace "${namespace}" holds vectors of ${describe(held)}, and these are of ${describe(given)}`,
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

/** A product with zero is zero, or NaN for what is not finite: one sum tells, faster than a test for each. */
function allFinite(vector: Float32Array): boolean {
  let sum = 0;
  for (let place = 0; place < vector.length; place++) sum += vector[place]! * 0;
  return sum === 0;
}

function describe(space: VectorSpace): string {
  return `${space.embedder} (${space.dimensions} dimensions)`;
}
