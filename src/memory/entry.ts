/**
 * The entry, the unit of memory.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';

/**
 * Id of an entry in its namespace. Stores use `m<generation>`: the twelfth write of a namespace creates `m12`.
 * Ids are short enough for a model to repeat, and never reused.
 */
export type EntryId = string;

/** The reserved id of the scratchpad, the entry that every step shows. */
export const SCRATCHPAD: EntryId = 'scratchpad';

/** One thing that an agent remembers. Immutable: an update creates the next version. */
export interface Entry {
  readonly id: EntryId;
  readonly text: string;
  /** JSON about the entry, which the policy does not see as text. `meta.sources` lists document ids. */
  readonly meta: JsonObject;
  /** 1 after creation, then incremented by every change, also across delete and undo. */
  readonly version: number;
  /** Milliseconds of the memory's clock. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Time after which the entry is no longer shown, in milliseconds of the memory's clock. */
  readonly expiresAt?: number;
}

/** Returns the ids in `meta.sources`: the documents that an entry came from. */
export function readSources(entry: { readonly meta: JsonObject }): readonly string[] {
  const sources = entry.meta.sources;
  return Array.isArray(sources) ? sources.filter((source) => typeof source === 'string') : [];
}
