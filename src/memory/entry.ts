/**
 * The entry, the unit of memory.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';

/**
 * Name of an entry inside its namespace. Stores give `m<generation>` (`m12` was made by the twelfth
 * write of its namespace): short enough for a model to repeat, never used twice.
 */
export type EntryId = string;

/** The reserved id of the scratchpad, the one entry that is shown at every step. */
export const SCRATCHPAD: EntryId = 'scratchpad';

/** One thing that an agent remembers. Immutable: an update makes the next version. */
export interface Entry {
  readonly id: EntryId;
  readonly text: string;
  /** Facts about the entry that are not shown to the policy as text; `meta.sources` lists document ids. */
  readonly meta: JsonObject;
  /** 1 when created, one more with every update, also across delete and undo. */
  readonly version: number;
  /** Milliseconds of the memory's clock. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Milliseconds of the memory's clock after which the entry is no longer shown. */
  readonly expiresAt?: number;
}

/** The documents that an entry came from, as recorded in `meta.sources`; empty where none were. */
export function readSources(entry: { readonly meta: JsonObject }): readonly string[] {
  const sources = entry.meta.sources;
  return Array.isArray(sources) ? sources.filter((source) => typeof source === 'string') : [];
}
