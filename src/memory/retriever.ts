/**
 * The contracts of retrievers, indexes and searchable stores.
 *
 * @module
 */
import type { JsonValue } from '../shared/json.ts';
import type { Embedder } from './embedder.ts';
import type { Entry, EntryId } from './entry.ts';
import type { StoreVectors } from './vector-set.ts';

/** One match. A higher score is better. Scores of different retrievers are not comparable. */
export interface Hit {
  readonly id: EntryId;
  readonly score: number;
}

/** Conditions on `meta` that must all hold: a value to equal, or a range with inclusive bounds. */
export type MetaFilter = {
  readonly [key: string]: JsonValue | { readonly from?: number | string; readonly to?: number | string };
};

export interface SearchOptions {
  /** Largest number of hits. */
  readonly limit: number;
  /** Applied before ranking, so that rejected entries take no place among the hits. */
  readonly filter?: MetaFilter;
  readonly signal?: AbortSignal;
}

/**
 * The search index of one namespace, over the entries added to it. Equal input gives an equal order: ties are
 * broken by the order in which entries were added.
 */
export interface EntryIndex {
  /** Adds entries, or replaces those with the same id. The old text is never found again. */
  add(entries: readonly Entry[], signal?: AbortSignal): Promise<void>;
  /** Removes entries. Ignores unknown ids. */
  remove(ids: readonly EntryId[]): void;
  search(query: string, options: SearchOptions): Promise<readonly Hit[]>;
}

export interface StoreSearchOptions extends SearchOptions {
  /** Milliseconds. Entries that have expired by then are left out before ranking. */
  readonly now: number;
}

/** Search by indexes that the store itself keeps up to date. */
export interface StoreSearch {
  /** Returns entries that share words with the query, best first. */
  lexical(namespace: string, query: string, options: StoreSearchOptions): Promise<readonly Hit[]>;
  /**
   * Returns entries by cosine similarity to the vector, best first. Entries without a vector are not found.
   *
   * @throws AtomMemError `embedder-mismatch` if the namespace holds vectors of another embedder
   */
  nearest(
    namespace: string,
    query: { readonly embedder: string; readonly vector: Float32Array },
    options: StoreSearchOptions,
  ): Promise<readonly Hit[]>;
}

/** The part of a store that retrievers use. */
export interface BoundStore {
  readonly search?: StoreSearch;
  readonly vectors: StoreVectors;
}

/** One namespace of a store, ready to be searched. */
export type BoundSearch = (query: string, options: StoreSearchOptions) => Promise<readonly Hit[]>;

/** Finds entries for a query. A retriever is stateless: every namespace gets its own index. */
export interface Retriever {
  /** Recorded in trajectories, so that a replay can name the retriever it needs. */
  readonly name: string;
  createIndex(): EntryIndex;
  /** Embeds what is written, if the store should keep a vector for every entry. */
  readonly embedder?: Embedder;
  /** Searches a store by its own indexes. If absent or `undefined` is returned, `createIndex` is used. */
  bind?(store: BoundStore, namespace: string): BoundSearch | undefined;
}
