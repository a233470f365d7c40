import type { Entry, EntryId } from './entry.ts';
import type { JsonValue } from './json.ts';

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

/** How entries are found for a query. Stateless: each namespace gets an index of its own. */
export interface Retriever {
  /** Stands in trajectories, so that a replay can name what it needs. */
  readonly name: string;
  createIndex(): EntryIndex;
}
