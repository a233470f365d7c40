/**
 * The contracts of retrievers, indexes and searchable stores.
 *
 * @module
 */
import type { JsonValue } from '../shared/json.ts';
import type { Embedder } from './embedder.ts';
import type { Entry, EntryId } from './entry.ts';
import type { StoreVectors } from './vector-set.ts';

/** One match; a higher score is a better match. Scores of different retrievers are not comparable. */
export interface Hit {
  readonly id: EntryId;
  readonly score: number;
}

/** Conditions on `meta`, all of which must hold: a value to equal, or a range (bounds inclusive). */
export type MetaFilter = {
  readonly [key: string]: JsonValue | { readonly from?: number | string; readonly to?: number | string };
};

export interface SearchOptions {
  /** At most this many hits. */
  readonly limit: number;
  /** Applied before ranking, so that it never costs a place among the hits. */
  readonly filter?: MetaFilter;
  readonly signal?: AbortSignal;
}

/**
 * The searchable side of one namespace. It follows the entries that it is told of and knows of no others.
 * Equal input gives an equal order: ties are broken by the order in which entries were added.
 */
export interface EntryIndex {
  /** Adds entries, or replaces those whose id is already there: the old text is never found again. */
  add(entries: readonly Entry[], signal?: AbortSignal): Promise<void>;
  /** Forgets entries; ids that are not there are ignored. */
  remove(ids: readonly EntryId[]): void;
  search(query: string, options: SearchOptions): Promise<readonly Hit[]>;
}

export interface StoreSearchOptions extends SearchOptions {
  /** Milliseconds; entries that expired by then are left out before ranking. */
  readonly now: number;
}

/** Search by indexes that a store keeps in step with its log itself. */
export interface StoreSearch {
  /** Entries that share words with the query, best first. */
  lexical(namespace: string, query: string, options: StoreSearchOptions): Promise<readonly Hit[]>;
  /**
   * Entries by cosine similarity to the vector, best first. Those without a vector are not found.
   *
   * @throws AtomMemError `embedder-mismatch` when the namespace holds vectors of another embedder.
   */
  nearest(
    namespace: string,
    query: { readonly embedder: string; readonly vector: Float32Array },
    options: StoreSearchOptions,
  ): Promise<readonly Hit[]>;
}

/** What a retriever needs of a store to search it. */
export interface BoundStore {
  readonly search?: StoreSearch;
  readonly vectors: StoreVectors;
}

/** One namespace of a store, ready to be searched. */
export type BoundSearch = (query: string, options: StoreSearchOptions) => Promise<readonly Hit[]>;

/** How entries are found for a query. Stateless: each namespace gets an index of its own. */
export interface Retriever {
  /** Stands in trajectories, so that a replay can name what it needs. */
  readonly name: string;
  createIndex(): EntryIndex;
  /** Given where a store should keep a vector beside every entry: what is written is embedded with it. */
  readonly embedder?: Embedder;
  /** Searches a store by its own indexes; where it is absent or gives `undefined`, `createIndex` is used. */
  bind?(store: BoundStore, namespace: string): BoundSearch | undefined;
}
