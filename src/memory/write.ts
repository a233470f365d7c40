/**
 * The writes that a store applies.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';
import type { EntryId } from './entry.ts';

/** One change to one entry, with its target already resolved to an id. */
export type Write = CreateWrite | UpdateWrite | DeleteWrite;

export interface CreateWrite {
  readonly kind: 'create';
  /** Given only to restore an entry that once was; new entries are named by the store. */
  readonly id?: EntryId;
  readonly text: string;
  readonly meta?: JsonObject;
  readonly expiresAt?: number | null;
  /** With `id`: refused with `version-conflict` unless the entry ended at this version. */
  readonly expectedVersion?: number;
  /** The text's vector by the commit's embedder, kept beside the entry so that nothing embeds it again. */
  readonly vector?: Float32Array;
}

export interface UpdateWrite {
  /** An update of the scratchpad creates it when it is not there. */
  readonly kind: 'update';
  readonly id: EntryId;
  readonly text: string;
  /** Merged over the entry's own, unless `replaceMeta`. */
  readonly meta?: JsonObject;
  readonly replaceMeta?: boolean;
  /** Left as it is when absent; `null` takes an expiry away. */
  readonly expiresAt?: number | null;
  readonly expectedVersion?: number;
  /** As of a create. Absent, the old vector is kept where the text is the same, and dropped otherwise. */
  readonly vector?: Float32Array;
}

export interface DeleteWrite {
  readonly kind: 'delete';
  readonly id: EntryId;
  readonly expectedVersion?: number;
}
